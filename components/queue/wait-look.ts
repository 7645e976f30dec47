import {
  CircleOff,
  CirclePause,
  Cpu,
  GitBranch,
  HardDriveUpload,
  Hourglass,
  type LucideIcon,
  Play,
  Split,
  TimerReset,
  Unplug,
} from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { WaitCode } from "@/lib/contracts";

interface WaitLook {
  label: string;
  tone: Tone;
  icon: LucideIcon;
}

const LOOKS: Record<WaitCode, WaitLook> = {
  next: { label: "Next", tone: "ok", icon: Play },
  dependency: { label: "Other jobs first", tone: "neutral", icon: GitBranch },
  backoff: { label: "Pause after a crash", tone: "warn", icon: TimerReset },
  capacity: { label: "Places taken", tone: "neutral", icon: Hourglass },
  copying: { label: "Being copied", tone: "info", icon: HardDriveUpload },
  "no-host": { label: "No host", tone: "bad", icon: CircleOff },
  "host-paused": { label: "Host paused", tone: "warn", icon: CirclePause },
  "host-draining": { label: "Host drained", tone: "warn", icon: CirclePause },
  "host-away": { label: "Host away", tone: "warn", icon: Unplug },
  "trainer-not-ready": { label: "No trainer", tone: "warn", icon: Cpu },
  "host-removed": { label: "Host removed", tone: "bad", icon: CircleOff },
  "split-inputs": { label: "Inputs apart", tone: "bad", icon: Split },
  "no-capable-host": { label: "No capable host", tone: "warn", icon: CircleOff },
};

/** How a reason for waiting is shown: always a word with its icon. */
export function waitLook(code: WaitCode): WaitLook {
  return LOOKS[code];
}
