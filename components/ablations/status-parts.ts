import type { BarPart } from "@/components/ui/segmented-bar";
import { statusLook } from "@/components/ui/status-look";
import type { RunStatus, StatusCounts } from "@/lib/contracts";
import { ALL_STATUSES, isLive } from "@/lib/domain/run-status";

/** What is done comes first, then what is at work, what waits, and what ended without a result. */
const ORDER: RunStatus[] = [
  "succeeded",
  "running",
  "starting",
  "leased",
  "pausing",
  "stopping",
  "lost",
  "paused",
  "queued",
  "draft",
  "failed",
  "cancelled",
  "skipped",
];

/** Counts by status as the parts of a bar. */
export function statusParts(counts: StatusCounts): BarPart[] {
  return ORDER.map((status) => {
    const { label, tone } = statusLook(status);
    return {
      key: status,
      label: label.toLowerCase(),
      count: counts[status] ?? 0,
      tone,
      active: isLive(status),
    };
  });
}

/** The one status that says most about many: whatever is at work, then what waits, then the worst end. */
export function overallStatus(counts: StatusCounts): RunStatus | null {
  const precedence: RunStatus[] = [
    "stopping",
    "pausing",
    "running",
    "starting",
    "leased",
    "lost",
    "queued",
    "paused",
    "failed",
    "cancelled",
    "skipped",
    "succeeded",
    "draft",
  ];
  return precedence.find((status) => (counts[status] ?? 0) > 0) ?? null;
}

/** How many there are in all. */
export function totalOf(counts: StatusCounts): number {
  return ALL_STATUSES.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}
