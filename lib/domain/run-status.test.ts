import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JobStatus } from "@/lib/contracts";
import {
  ALL_STATUSES,
  canCancel,
  canPause,
  canResume,
  canRetry,
  isDeadEnd,
  isEnded,
  isLive,
  STATUS_EVENTS,
  type StatusEvent,
  transition,
} from "./run-status";
import { STATUS_LOOKS } from "./status-looks";

/** The whole table, written out independently of the code: anything not listed is refused. */
const ALLOWED: [JobStatus, StatusEvent, JobStatus][] = [
  ["draft", "launch", "queued"],
  ["draft", "cancel", "cancelled"],
  ["queued", "lease", "leased"],
  ["queued", "cancel", "cancelled"],
  ["queued", "skip", "skipped"],
  ["queued", "recover", "running"],
  ["leased", "start", "starting"],
  ["leased", "run", "running"],
  ["starting", "run", "running"],
  ...(["leased", "starting", "running"] as const).flatMap((from): [JobStatus, StatusEvent, JobStatus][] => [
    [from, "succeed", "succeeded"],
    [from, "fail", "failed"],
    [from, "crash", "queued"],
    [from, "pause", "queued"],
    [from, "lose", "lost"],
    [from, "cancel", "stopping"],
    [from, "hold", "pausing"],
  ]),
  ["queued", "hold", "paused"],
  ["pausing", "succeed", "succeeded"],
  ["pausing", "fail", "failed"],
  ["pausing", "crash", "paused"],
  ["pausing", "pause", "paused"],
  ["pausing", "lose", "paused"],
  ["pausing", "cancel", "stopping"],
  ["paused", "release", "queued"],
  ["paused", "cancel", "cancelled"],
  ["paused", "skip", "skipped"],
  ["paused", "recover", "pausing"],
  ["succeeded", "continue", "queued"],
  ["stopping", "succeed", "succeeded"],
  ["stopping", "fail", "cancelled"],
  ["stopping", "pause", "cancelled"],
  ["stopping", "lose", "cancelled"],
  ["lost", "requeue", "queued"],
  ["lost", "give-up", "failed"],
  ["lost", "recover", "running"],
  ["lost", "cancel", "cancelled"],
  ["failed", "retry", "queued"],
  ["cancelled", "retry", "queued"],
  ["skipped", "revive", "queued"],
  ["skipped", "cancel", "cancelled"],
];

describe("the status machine", () => {
  it.each(ALL_STATUSES.flatMap((from) => STATUS_EVENTS.map((event) => [from, event] as const)))(
    "%s on %s",
    (from, event) => {
      const row = ALLOWED.find(([status, cause]) => status === from && cause === event);
      expect(transition(from, event)).toBe(row?.[2] ?? null);
    },
  );

  const walk = fc.array(fc.constantFrom(...STATUS_EVENTS), { maxLength: 60 });

  it("leaves success only for more train steps, and reaches running only through a lease or a recovery", () => {
    fc.assert(
      fc.property(walk, (events) => {
        let status: JobStatus = "queued";
        let leases = 0;
        for (const event of events) {
          const next: JobStatus | null = transition(status, event);
          if (next === null) continue;
          if (event === "lease" || event === "recover") leases += 1;
          if (isLive(next)) expect(leases).toBeGreaterThan(0);
          if (status === "succeeded") expect(event).toBe("continue");
          status = next;
        }
        expect(ALL_STATUSES).toContain(status);
      }),
    );
  });

  it("can always be ended by cancelling and then losing the host", () => {
    fc.assert(
      fc.property(walk, (events) => {
        let status: JobStatus = "draft";
        for (const event of [...events, "cancel", "lose"] as StatusEvent[])
          status = transition(status, event) ?? status;
        expect(isEnded(status)).toBe(true);
      }),
    );
  });

  it("goes on by itself from no pause: only a person releases it", () => {
    fc.assert(
      fc.property(walk, (events) => {
        let status: JobStatus = "paused";
        for (const event of events) {
          if (event === "release" || event === "recover" || event === "cancel" || event === "skip") continue;
          status = transition(status, event) ?? status;
        }
        expect(status).toBe("paused");
      }),
    );
  });

  it("keeps its predicates apart and complete", () => {
    for (const status of ALL_STATUSES) {
      expect(isLive(status) && isEnded(status)).toBe(false);
      expect(isDeadEnd(status)).toBe(isEnded(status) && status !== "succeeded");
      expect(canRetry(status) && canCancel(status)).toBe(false);
      expect(canPause(status) && canResume(status)).toBe(false);
      if (canPause(status) || canResume(status)) expect(canCancel(status)).toBe(true);
    }
  });

  it("has a look of its own for every status", () => {
    expect(Object.keys(STATUS_LOOKS).sort()).toEqual([...ALL_STATUSES].sort());
    expect(new Set(Object.values(STATUS_LOOKS).map((look) => look.icon)).size).toBe(ALL_STATUSES.length);
  });
});
