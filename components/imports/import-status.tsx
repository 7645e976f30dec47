import { Ban, CircleCheck, CircleX, LoaderCircle, PauseCircle, Upload } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { ImportView } from "@/lib/contracts";

interface Look {
  label: string;
  tone: Tone;
  icon: typeof Ban;
}

const LOOKS: Record<ImportView["status"], Look> = {
  receiving: { label: "upload unfinished", tone: "warn", icon: Upload },
  running: { label: "importing", tone: "info", icon: LoaderCircle },
  succeeded: { label: "imported", tone: "ok", icon: CircleCheck },
  failed: { label: "failed", tone: "bad", icon: CircleX },
  cancelled: { label: "cancelled", tone: "neutral", icon: Ban },
};
const INTERRUPTED: Look = { label: "interrupted", tone: "warn", icon: PauseCircle };

/** How far an import is, in a word. */
export function ImportStatusBadge({ of }: { of: Pick<ImportView, "status" | "interrupted"> }) {
  const { label, tone, icon: Icon } = of.interrupted ? INTERRUPTED : LOOKS[of.status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {label}
    </Badge>
  );
}
