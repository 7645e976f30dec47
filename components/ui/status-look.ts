import {
  Ban,
  Check,
  Clock,
  Hand,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  Pause,
  PencilLine,
  Play,
  SkipForward,
  Square,
  Unplug,
  X,
} from "lucide-react";
import type { RunStatus } from "@/lib/contracts";
import { STATUS_LOOKS } from "@/lib/domain/status-looks";
import type { Tone } from "./badge";

type DomainLook = (typeof STATUS_LOOKS)[RunStatus];

export interface StatusLook {
  label: string;
  tone: Tone;
  icon: LucideIcon;
  /** One sentence for the hover text. */
  meaning: string;
}

const ICONS: Record<DomainLook["icon"], LucideIcon> = {
  pencil: PencilLine,
  clock: Clock,
  hand: Hand,
  loader: LoaderCircle,
  play: Play,
  pause: Pause,
  hourglass: Hourglass,
  square: Square,
  check: Check,
  x: X,
  ban: Ban,
  unplug: Unplug,
  "skip-forward": SkipForward,
};

const TONES: Record<DomainLook["tone"], Tone> = {
  neutral: "muted",
  waiting: "neutral",
  active: "info",
  good: "ok",
  bad: "bad",
  muted: "muted",
};

/** The words of a status come from the domain; this adds what only the page knows: icon and tint. */
export function statusLook(status: RunStatus): StatusLook {
  const look: DomainLook = STATUS_LOOKS[status];
  return { label: look.label, tone: TONES[look.tone], icon: ICONS[look.icon], meaning: look.description };
}
