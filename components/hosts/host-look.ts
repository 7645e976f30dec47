import { CircleCheck, CirclePause, CircleSlash, Hourglass, type LucideIcon, Unplug } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { HostView } from "@/lib/contracts";

interface HostLook {
  label: string;
  meaning: string;
  tone: Tone;
  icon: LucideIcon;
}

const AWAY: HostLook = {
  label: "Away",
  meaning: "No report within the last half minute.",
  tone: "warn",
  icon: Unplug,
};

const STATES: Record<HostView["state"], HostLook> = {
  active: { label: "Connected", meaning: "Reports, and takes jobs.", tone: "ok", icon: CircleCheck },
  paused: {
    label: "Paused",
    meaning: "Takes no new jobs until it is resumed; what runs goes on.",
    tone: "warn",
    icon: CirclePause,
  },
  draining: {
    label: "Draining",
    meaning: "Takes no new jobs; drained when the last one has ended.",
    tone: "info",
    icon: Hourglass,
  },
  drained: {
    label: "Drained",
    meaning: "Nothing runs on it, and it takes no new jobs until it is resumed.",
    tone: "muted",
    icon: CircleSlash,
  },
};

/** What there is to say of a host: what people asked of it, and whether it reports. */
export function hostLooks(host: Pick<HostView, "state" | "connected">): HostLook[] {
  const state = STATES[host.state];
  if (host.connected) return [state];
  return host.state === "active" ? [AWAY] : [state, AWAY];
}
