import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleX,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  PencilLine,
  SkipForward,
  Unplug,
} from "lucide-react";
import type { RunStatus } from "@/lib/contracts";
import type { Tone } from "./badge";

export interface StatusLook {
  label: string;
  tone: Tone;
  icon: LucideIcon;
  /** One sentence for the hover card. */
  meaning: string;
}

/** How each status of a run or job looks. The compiler refuses a status without a look. */
export const STATUS_LOOK: Record<RunStatus, StatusLook> = {
  draft: { label: "Draft", tone: "muted", icon: PencilLine, meaning: "Not launched yet." },
  queued: {
    label: "Queued",
    tone: "neutral",
    icon: Hourglass,
    meaning: "Waits for its inputs or for a free host.",
  },
  leased: {
    label: "Leased",
    tone: "info",
    icon: CircleDashed,
    meaning: "A host has taken it and is about to start it.",
  },
  starting: {
    label: "Starting",
    tone: "info",
    icon: CircleDot,
    meaning: "The trainer's process is starting.",
  },
  running: { label: "Running", tone: "info", icon: LoaderCircle, meaning: "The trainer is at work." },
  stopping: {
    label: "Stopping",
    tone: "warn",
    icon: CirclePause,
    meaning: "Asked to stop; writes a checkpoint first.",
  },
  succeeded: {
    label: "Succeeded",
    tone: "ok",
    icon: CircleCheck,
    meaning: "Ended well; every result is stored.",
  },
  failed: {
    label: "Failed",
    tone: "bad",
    icon: CircleX,
    meaning: "The trainer ended badly; its log says why.",
  },
  cancelled: { label: "Cancelled", tone: "muted", icon: Ban, meaning: "Stopped on request." },
  lost: {
    label: "Lost",
    tone: "warn",
    icon: Unplug,
    meaning: "Its host is silent; it goes on from the last checkpoint.",
  },
  skipped: { label: "Skipped", tone: "muted", icon: SkipForward, meaning: "Something it depends on failed." },
};
