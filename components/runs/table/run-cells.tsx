import Link from "next/link";
import type { ReactNode } from "react";
import { ArmChip } from "@/components/ui/arm-chip";
import { Elapsed } from "@/components/ui/elapsed";
import { RelativeTime } from "@/components/ui/relative-time";
import { ProgressBar } from "@/components/ui/segmented-bar";
import { StatusBadge } from "@/components/ui/status-badge";
import { Td, Tr } from "@/components/ui/table";
import { decodeNumber, type RunRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { isEnded } from "@/lib/domain/run-status";
import { formatCount, formatValue } from "@/lib/format/number";
import { armTitle, STAGE_TITLES } from "../arm-title";
import { COLUMNS, type ColumnKey } from "./columns";

/** Commands of people's own and imported traces have no seed that is known here. */
const isSeeded = ({ stage }: RunRow) => stage === "sft" || stage === "grpo";

function content(run: RunRow, column: ColumnKey) {
  switch (column) {
    case "status":
      return <StatusBadge status={run.status} reason={run.statusReason} />;
    case "ablation":
      return (
        <Link
          href={routes.ablation(run.ablationId)}
          className="block max-w-56 truncate text-ink-2 hover:underline"
        >
          {run.ablationName}
        </Link>
      );
    case "arm":
      return <ArmChip position={run.armPosition} name={armTitle(run)} />;
    case "seed":
      return isSeeded(run) ? run.seed : "–";
    case "stage":
      return STAGE_TITLES[run.stage];
    case "progress":
      return run.stage === "import" ? (
        "–"
      ) : (
        <span className="inline-block w-28">
          <ProgressBar
            value={run.trainStep ?? 0}
            max={run.status === "succeeded" ? (run.trainStep ?? 0) : run.plannedTrainSteps}
            label={`Train steps of ${run.name}`}
          />
          <span className="text-2xs text-ink-2">
            {run.trainStep === null ? "–" : formatCount(run.trainStep)} / {formatCount(run.plannedTrainSteps)}
          </span>
        </span>
      );
    case "duration":
      return run.stage === "import" ? (
        "–"
      ) : (
        <Elapsed start={run.startedAt} end={isEnded(run.status) ? (run.endedAt ?? run.updatedAt) : null} />
      );
    case "host":
      return <span className="whitespace-nowrap">{run.hostName ?? "–"}</span>;
    case "attempts":
      return run.stage === "import" ? "–" : run.attempts;
    case "created":
      return <RelativeTime at={run.createdAt} />;
  }
}

/** A run as a row of the table. */
export function RunLine({
  run,
  pick,
  columns,
  metrics,
}: {
  run: RunRow;
  /** The box that picks this run. */
  pick: ReactNode;
  columns: readonly ColumnKey[];
  metrics: readonly string[];
}) {
  return (
    <Tr>
      <Td className="w-8 pr-0">{pick}</Td>
      <Td>
        <Link href={routes.run(run.id)} className="whitespace-nowrap font-medium hover:underline">
          {run.name}
        </Link>
      </Td>
      {columns.map((column) => (
        <Td key={column} numeric={COLUMNS[column].numeric ?? false}>
          {content(run, column)}
        </Td>
      ))}
      {metrics.map((name) => {
        const value = run.metrics[name];
        return (
          <Td key={name} numeric>
            {value === undefined ? <span className="text-ink-3">–</span> : formatValue(decodeNumber(value))}
          </Td>
        );
      })}
    </Tr>
  );
}
