"use client";

import { useMemo } from "react";
import { HeatmapChart } from "@/components/charts/heatmap-chart";
import { HeatmapLegend } from "@/components/charts/heatmap-legend";
import { Panel } from "@/components/ui/panel";
import type { SolvabilityGrid, TraceOrigin } from "@/lib/contracts";
import { formatCount, plural } from "@/lib/format/number";
import { byTrainStep, type TrainStepColumn } from "./heatmap-cells";
import { HeatmapTable } from "./heatmap-table";
import { columnLabel, describeFacts, twoDecimals } from "./heatmap-text";

export interface HeatmapPanelProps {
  grid: SolvabilityGrid;
  origin: TraceOrigin;
  /** The train steps of a column were asked for. */
  onOpen: (trainSteps: TrainStepColumn) => void;
}

/** Where in the reasoning, and when in the training, a start is still solvable. */
export function HeatmapPanel(props: HeatmapPanelProps) {
  const { grid } = props;
  return (
    <Panel title="Solvability c by train step and trace step" className="overflow-visible!">
      <div className="flex flex-col gap-3">
        <OriginNote {...props} />
        <ByTrainStep {...props} />
        <HeatmapLegend tau={grid.tau} what="mean c" />
      </div>
    </Panel>
  );
}

function OriginNote({ grid, origin }: HeatmapPanelProps) {
  if (origin === "probe")
    return (
      <p className="max-w-prose text-ink-2 text-xs">
        From the probe: fixed prompts, continued for diagnosis only and never part of the reward.
        {grid.available.includes("train")
          ? ""
          : " In its training this run samples no continuations, so its training responses have no c."}
      </p>
    );
  if (grid.available.includes(origin)) return null;
  return (
    <p className="max-w-prose text-ink-2 text-xs">
      No c here yet. Continuations are sampled where a reward uses them (mixed, process-only) or by the probe,
      which is switched on at the launch.
      {grid.available.includes("probe") ? " This run has probe data: choose the probe above." : ""}
    </p>
  );
}

function ByTrainStep({ grid, onOpen }: HeatmapPanelProps) {
  const heatmap = useMemo(() => byTrainStep(grid.cells), [grid.cells]);
  if (heatmap.columns === 0) return <NothingYet />;
  const columnOf = (column: number) => heatmap.trainSteps[column] ?? { from: 0, to: 0 };
  const open = (column: number) => onOpen(columnOf(column));
  return (
    <>
      <HeatmapChart
        input={heatmap}
        label={`Mean solvability over ${plural(heatmap.columns, "train step")} and ${plural(heatmap.rows, "trace step")}.`}
        columnTitle="train step (recorded ones)"
        rowTitle="trace step"
        columnLabel={(column) => formatCount(columnOf(column).from)}
        rowLabel={(row) => String(row + 1)}
        describe={({ column, row }) => describeFacts(columnOf(column), row + 1, heatmap.factsAt(column, row))}
        onOpen={({ column }) => open(column)}
        textAt={(column, row) => {
          const facts = heatmap.factsAt(column, row);
          return facts?.mean == null ? [] : [twoDecimals(facts.mean), `n ${formatCount(facts.scored)}`];
        }}
      />
      <HeatmapTable heatmap={heatmap} columnText={(column) => columnLabel(columnOf(column))} onOpen={open} />
    </>
  );
}

function NothingYet() {
  return <p className="py-6 text-ink-3 text-sm">No trace steps to show with this choice.</p>;
}
