"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo, useState } from "react";
import { HeatmapChart } from "@/components/charts/heatmap-chart";
import { HeatmapLegend } from "@/components/charts/heatmap-legend";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { ArmChip } from "@/components/ui/arm-chip";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { StatusBadge } from "@/components/ui/status-badge";
import { fetchJson } from "@/lib/client/fetch-json";
import {
  type AblationDetail,
  type RunRow,
  type SolvabilityGrid,
  solvabilityGrid,
  type TraceOrigin,
  traceOrigin,
} from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { explorerHref } from "../selection-state";
import { byTrainStep } from "./heatmap-cells";
import { multiplesOf, sharedAxes, type TrainedArm } from "./heatmap-multiples-rows";
import { describeFacts } from "./heatmap-text";
import { originOf } from "./origin-of";

interface Props {
  detail: AblationDetail;
  grids: readonly SolvabilityGrid[];
}

const ORIGINS = [
  { value: "auto", label: "As scored" },
  { value: "train", label: "Training" },
  { value: "probe", label: "Probe" },
] as const;
type Choice = (typeof ORIGINS)[number]["value"];

/** Every run of an ablation side by side: arms x seeds, one scale, one pair of axes. A click leads into a run. */
export function HeatmapMultiples({ detail, grids }: Props) {
  const [origin, setOrigin] = useQueryState(
    "origin",
    parseAsStringLiteral(traceOrigin.options).withOptions({ shallow: false }),
  );
  const arms = useMemo(() => multiplesOf(detail), [detail]);
  const anyScored = grids.some((g) => g.cells.some((c) => c.scored > 0));
  const seeds = detail.summary.seeds;
  const value: Choice = origin === "train" || origin === "probe" ? origin : "auto";
  return (
    <Panel
      title="Solvability c by arm and seed"
      className="overflow-visible!"
      aside={
        <Segmented
          label="Which responses"
          value={value}
          options={ORIGINS}
          onValueChange={(chosen) => void setOrigin(chosen === "auto" ? null : chosen)}
        />
      }
    >
      <div className="flex flex-col gap-4">
        <p className="max-w-prose text-ink-2 text-xs">
          Mean c by train step (across, the recorded ones) and trace step (down), one scale for all. Arms that
          sample no continuations in training take part through the probe: “as scored” takes training where it
          is scored, else the probe. Between arms compare the probe, whose prompts are the same for all.
        </p>
        {anyScored ? null : (
          <p className="max-w-prose text-ink-2 text-sm">
            No c with this choice yet. It comes with the first responses of arms whose reward samples
            continuations (mixed, process-only), or with the probe, which is switched on at the launch.
          </p>
        )}
        <div className="overflow-x-auto overflow-y-visible pb-2 lg:overflow-visible">
          <div
            className="grid min-w-fit gap-x-4 gap-y-5"
            style={{ gridTemplateColumns: `repeat(${seeds.length}, minmax(15rem, 1fr))` }}
          >
            {arms.map((arm) =>
              arm.runs.map(({ seed, run }) => (
                <Multiple
                  key={`${arm.key}-${seed}`}
                  arm={arm}
                  seed={seed}
                  run={run}
                  grid={grids.find((g) => g.runId === run?.id)}
                  grids={grids}
                  asked={origin}
                />
              )),
            )}
          </div>
        </div>
        <HeatmapLegend tau={grids.find((g) => g.tau !== null)?.tau ?? null} what="mean c" />
      </div>
    </Panel>
  );
}

interface MultipleProps {
  arm: TrainedArm;
  seed: number;
  run: RunRow | null;
  grid: SolvabilityGrid | undefined;
  grids: readonly SolvabilityGrid[];
  asked: TraceOrigin | null;
}

function Multiple({ arm, seed, run, grid, grids, asked }: MultipleProps) {
  return (
    <section aria-label={`${arm.name}, seed ${seed}`} className="min-w-0">
      <h3 className="mb-1 flex items-center gap-2 text-xs">
        <ArmChip position={arm.position} name={arm.name} className="font-medium" />
        {run ? (
          <Link
            href={explorerHref({ runs: [run.id] }, "training")}
            className="shrink-0 text-accent hover:underline"
          >
            seed {seed}
          </Link>
        ) : (
          <span className="shrink-0 text-ink-3">seed {seed}</span>
        )}
      </h3>
      {run && grid ? (
        <LiveHeatmap run={run} initial={grid} grids={grids} asked={asked} />
      ) : (
        <NoData run={run} />
      )}
    </section>
  );
}

function NoData({ run }: { run: RunRow | null }) {
  return (
    <div className="flex min-h-20 items-center gap-2 rounded border border-dashed px-3 text-2xs text-ink-3">
      {run ? <StatusBadge status={run.status} reason={run.statusReason} /> : "no run"}
      {run ? "no c yet" : null}
    </div>
  );
}

interface LiveProps extends Pick<MultipleProps, "grids" | "asked"> {
  run: RunRow;
  initial: SolvabilityGrid;
}

/** A run's grid as it grows. A run that only its probe scores turns to the probe once that has something. */
function useLiveGrid({ run, initial, asked }: LiveProps): SolvabilityGrid {
  const [origin, setOrigin] = useState(initial.origin);
  const key = ["solvability", run.id, origin] as const;
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/runs/${run.id}/solvability?origin=${origin}`, solvabilityGrid, { signal }),
    placeholderData: keepPreviousData,
    ...(origin === initial.origin ? { initialData: initial } : {}),
  });
  useLiveRefresh({ ablation: run.ablationId }, [key], (m) => m.type === "traces" && m.runId === run.id);
  const grid = data ?? initial;
  const wanted = originOf(asked, grid.available);
  if (wanted !== origin) setOrigin(wanted);
  return grid;
}

function LiveHeatmap(props: LiveProps) {
  const { run, grids } = props;
  const router = useRouter();
  const grid = useLiveGrid(props);
  const heatmap = useMemo(() => {
    // The probe looks at other train steps than the sampled training responses: each has its own columns.
    const axes = sharedAxes(grids, grid.origin);
    const known = grid.cells.map((c) => c.trainStep);
    return byTrainStep(grid.cells, { trainSteps: [...axes.trainSteps, ...known], rows: axes.traceSteps });
  }, [grid, grids]);
  if (!grid.cells.some((c) => c.scored > 0)) return <NoData run={run} />;
  const columnOf = (column: number) => heatmap.trainSteps[column] ?? { from: 0, to: 0 };
  return (
    <HeatmapChart
      compact
      input={heatmap}
      label={`${run.name}: mean solvability by train step and trace step.`}
      columnTitle="train step"
      rowTitle={`trace step, ${grid.origin === "probe" ? "probe" : "training"} responses`}
      columnLabel={(column) => formatCount(columnOf(column).from)}
      rowLabel={(row) => String(row + 1)}
      describe={({ column, row }) => describeFacts(columnOf(column), row + 1, heatmap.factsAt(column, row))}
      onOpen={({ column }) => {
        const { from, to } = columnOf(column);
        router.push(
          explorerHref({ runs: [run.id], origin: grid.origin, fromTrainStep: from, toTrainStep: to }),
        );
      }}
    />
  );
}
