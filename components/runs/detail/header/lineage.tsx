import Link from "next/link";
import { StatusBadge } from "@/components/ui/status-badge";
import type { RunDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount } from "@/lib/format/number";

type Origin = NonNullable<RunDetail["forkedFrom"]>;

/** The run and train step that a forked run began from. */
export function ForkedFrom({ origin: { run, trainStep } }: { origin: Origin }) {
  if (!run) return <>a checkpoint that is gone</>;
  return (
    <>
      <Link href={routes.run(run.id)} className="hover:underline">
        {run.name}
      </Link>
      {trainStep === null ? "" : ` at train step ${formatCount(trainStep)}`}
    </>
  );
}

/** Runs that began from checkpoints of this one. */
export function Forks({ forks }: { forks: RunDetail["forks"] }) {
  if (forks.length === 0) return null;
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-3 text-xs">
      Forked into
      {forks.map(({ id, name, status, trainStep }) => (
        <span key={id} className="inline-flex items-center gap-1.5">
          <Link href={routes.run(id)} className="text-ink-2 hover:underline">
            {name}
          </Link>
          at train step {formatCount(trainStep)}
          <StatusBadge status={status} />
        </span>
      ))}
    </div>
  );
}
