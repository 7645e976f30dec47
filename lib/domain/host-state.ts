import type { HostView } from "@/lib/contracts";

type HostState = HostView["state"];
/** What a person may ask of a host, besides removing it. */
export type HostOrder = "pause" | "resume" | "drain";

const TRANSITIONS: Record<HostState, Partial<Record<HostOrder, HostState>>> = {
  active: { pause: "paused", drain: "draining" },
  paused: { resume: "active", drain: "draining" },
  draining: { resume: "active", pause: "paused" },
  drained: { resume: "active", pause: "paused" },
};

/**
 * The state after an order, or null where the order has nothing to change. `draining` becomes `drained` by itself, once
 * nothing runs there.
 */
export function hostStateAfter(state: HostState, order: HostOrder): HostState | null {
  return TRANSITIONS[state][order] ?? null;
}

/** Whether new jobs go to a host in this state. */
export function takesJobs(state: HostState): boolean {
  return state === "active";
}
