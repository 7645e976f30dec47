import Link from "next/link";
import type { HostOnDisk } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatBytes, plural } from "@/lib/format/number";

/** What Stepwell's jobs keep on a host's disk, and where most of it can be let go. */
export function HostOnDiskFacts({ onDisk }: { onDisk: HostOnDisk | undefined }) {
  if (!onDisk)
    return <p className="text-ink-3 text-sm">No checkpoint, and nothing fetched from elsewhere.</p>;
  const { checkpoints, checkpointBytes, copies, copyBytes, largest } = onDisk;
  return (
    <div className="flex flex-col gap-1 text-sm">
      <p>
        {plural(checkpoints, "checkpoint")}, {formatBytes(checkpointBytes)}
        {copies > 0
          ? ` · ${plural(copies, "fetched copy", "fetched copies")}, ${formatBytes(copyBytes)}`
          : ""}
      </p>
      {largest && largest.bytes > 0 ? (
        <p className="text-ink-2 text-xs">
          Most, {formatBytes(largest.bytes)}, are{" "}
          <Link href={routes.checkpoints(largest.runId)} className="underline">
            checkpoints of {largest.name}
          </Link>
          : delete them there, or keep fewer.
        </p>
      ) : null}
      {copies > 0 ? (
        <p className="text-ink-3 text-xs">Copies go by themselves a day after the last job has read them.</p>
      ) : null}
    </div>
  );
}
