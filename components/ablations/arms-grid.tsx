import Link from "next/link";
import { ArmChip } from "@/components/ui/arm-chip";
import { Badge } from "@/components/ui/badge";
import { ProgressBar } from "@/components/ui/segmented-bar";
import { StatusBadge } from "@/components/ui/status-badge";
import { statusLook } from "@/components/ui/status-look";
import { Table, Td, Th } from "@/components/ui/table";
import type { AblationDetail, RunRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount } from "@/lib/format/number";
import { type GridCell, gridRows } from "./grid";
import { type SeedColumn, seedColumns } from "./seed-columns";

/** A warm-up may end before its plan does, on accuracy: then what it did is the whole. */
function RunProgress({ run }: { run: RunRow }) {
  const done = run.trainStep ?? 0;
  const endedEarly = run.status === "succeeded" && done < run.plannedTrainSteps;
  return (
    <>
      <ProgressBar
        value={done}
        max={endedEarly ? done : run.plannedTrainSteps}
        label={`Train steps of ${run.name}`}
      />
      <span className="text-2xs text-ink-3">
        {endedEarly
          ? `${formatCount(done)} train steps, ${formatCount(run.plannedTrainSteps)} at most`
          : `${formatCount(done)} / ${formatCount(run.plannedTrainSteps)} train steps`}
      </span>
    </>
  );
}

function Cell({ cell }: { cell: GridCell }) {
  const { run, shared, evaluation } = cell;
  if (!run) return <Td className="text-ink-3">–</Td>;
  return (
    <Td className="min-w-40 py-2 align-top">
      <Link href={routes.run(run.id)} className="flex flex-col gap-1.5 rounded-md p-1.5 hover:bg-hover">
        <span className="flex items-center gap-1.5">
          <StatusBadge status={run.status} reason={run.statusReason} />
          {run.attempts > 1 ? <span className="text-2xs text-ink-3">attempt {run.attempts}</span> : null}
        </span>
        {shared ? (
          <span className="text-2xs text-ink-3">warm-up of seed {run.seed}</span>
        ) : (
          <RunProgress run={run} />
        )}
        {evaluation ? (
          <span className="text-2xs text-ink-3">
            evaluation {statusLook(evaluation.status).label.toLowerCase()}
          </span>
        ) : null}
        <span className="sr-only">{run.name}</span>
      </Link>
    </Td>
  );
}

function SeedHead({ column }: { column: SeedColumn }) {
  const { seed, addedAt, status } = column;
  return (
    <Th className="h-12">
      <span className="inline-flex items-center gap-1.5">
        Seed {seed}
        {addedAt === null ? null : (
          <Badge tone="warn" title={`added on ${addedAt.slice(0, 10)}, after the launch`}>
            added later
          </Badge>
        )}
      </span>
      <span className="block font-normal text-2xs text-ink-3">{status}</span>
    </Th>
  );
}

/** Arms x seeds: each cell is a training with its status and progress, and leads to its page. */
export function ArmsGrid({ detail }: { detail: AblationDetail }) {
  return (
    <Table aria-label="Arms by seeds">
      <thead>
        <tr>
          <Th>Arm</Th>
          {seedColumns(detail).map((column) => (
            <SeedHead key={column.seed} column={column} />
          ))}
        </tr>
      </thead>
      <tbody>
        {gridRows(detail).map((row) => (
          <tr key={row.key}>
            <th
              scope="row"
              className="sticky left-0 min-w-32 border-b bg-surface py-3.5 pr-3 pl-4 text-left align-top font-medium text-sm"
            >
              <ArmChip position={row.position} name={row.name} />
              <span className="block font-normal text-2xs text-ink-3">{row.note}</span>
            </th>
            {row.cells.map((cell) => (
              <Cell key={cell.seed} cell={cell} />
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
