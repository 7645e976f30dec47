import type { JobStatus } from "@/lib/contracts";

export interface StatusLook {
  label: string;
  /** Role of the colour; the theme decides its value. */
  tone: "neutral" | "waiting" | "active" | "good" | "bad" | "muted";
  /** Name of a lucide icon: a status is never told by colour alone. */
  icon: string;
  description: string;
}

/** How each status is shown, everywhere. */
export const STATUS_LOOKS = {
  draft: { label: "Draft", tone: "neutral", icon: "pencil", description: "Not launched yet." },
  queued: {
    label: "Queued",
    tone: "waiting",
    icon: "clock",
    description: "Waits for its inputs or a free host.",
  },
  leased: {
    label: "Leased",
    tone: "waiting",
    icon: "hand",
    description: "A host has taken it and will start it.",
  },
  starting: { label: "Starting", tone: "active", icon: "loader", description: "Its process is starting." },
  running: {
    label: "Running",
    tone: "active",
    icon: "play",
    description: "It is running and its host reports.",
  },
  pausing: {
    label: "Pausing",
    tone: "waiting",
    icon: "hourglass",
    description: "Told to pause: it writes a checkpoint first.",
  },
  paused: {
    label: "Paused",
    tone: "neutral",
    icon: "pause",
    description: "Holds no place on a host; goes on from its last checkpoint when it is resumed.",
  },
  stopping: {
    label: "Stopping",
    tone: "waiting",
    icon: "square",
    description: "Told to stop: it writes a checkpoint first.",
  },
  succeeded: {
    label: "Succeeded",
    tone: "good",
    icon: "check",
    description: "It ended and its result is here.",
  },
  failed: {
    label: "Failed",
    tone: "bad",
    icon: "x",
    description: "It ended without a result; the reason says why.",
  },
  cancelled: {
    label: "Cancelled",
    tone: "muted",
    icon: "ban",
    description: "Stopped because someone asked for it.",
  },
  lost: {
    label: "Lost",
    tone: "bad",
    icon: "unplug",
    description: "Its host stopped reporting; it is queued again from its last checkpoint.",
  },
  skipped: {
    label: "Skipped",
    tone: "muted",
    icon: "skip-forward",
    description: "Something it depends on did not succeed.",
  },
} as const satisfies Record<JobStatus, StatusLook>;
