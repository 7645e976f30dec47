import type { RunStatus } from "@/lib/contracts";
import { Badge } from "./badge";
import { statusLook } from "./status-look";

/** Status as icon, word and tint; `reason` joins the hover text. */
export function StatusBadge({ status, reason }: { status: RunStatus; reason?: string | undefined }) {
  const look = statusLook(status);
  const Icon = look.icon;
  return (
    <Badge tone={look.tone} title={reason ? `${look.meaning} ${reason}` : look.meaning}>
      <Icon aria-hidden />
      {look.label}
    </Badge>
  );
}
