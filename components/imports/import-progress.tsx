import { ProgressBar } from "@/components/ui/segmented-bar";
import type { ImportProgress } from "@/lib/contracts";
import { formatBytes, formatCount } from "@/lib/format/number";

const counted = (count: number, one: string) => (count === 1 ? `1 ${one}` : `${formatCount(count)} ${one}s`);

/** How far an import has read, live. */
export function ReadingProgress({ progress }: { progress: ImportProgress }) {
  const { bytesRead, bytesTotal, rows, traces } = progress;
  return (
    <div className="flex flex-col gap-1" aria-live="off">
      <ProgressBar value={bytesRead} max={bytesTotal} label="Bytes read" />
      <p className="text-ink-3 text-xs">
        {formatBytes(bytesRead)} of {formatBytes(bytesTotal)} read, {counted(rows, "record")},{" "}
        {counted(traces, "trace")}
      </p>
    </div>
  );
}
