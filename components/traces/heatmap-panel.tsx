"use client";

import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { HeatmapChart } from "@/components/charts/heatmap-chart";
import { HeatmapLegend } from "@/components/charts/heatmap-legend";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import type { SolvabilityGrid, TraceOrigin, TraceRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, plural } from "@/lib/format/number";
import type { TracesState } from "./filters-state";
import { byTrace, byTrainStep } from "./heatmap-cells";
import { HeatmapTable } from "./heatmap-table";
import { columnLabel, describeFacts, describeStep, twoDecimals } from "./heatmap-text";
import { countsInWords } from "./pips";

export interface HeatmapPanelProps {
  grid: SolvabilityGrid;
  origin: TraceOrigin;
  /** The page of the list below: the columns of the second view. */
  traces: readonly TraceRow[];
  view: TracesState["view"];
  onChange: (change: Partial<TracesState>) => void;
}

const VIEWS = [
  { value: "trainStep", label: "By train step" },
  { value: "trace", label: "By trace" },
] as const;

/** Where in the reasoning, and when in the training, a start is still solvable. */
export function HeatmapPanel(props: HeatmapPanelProps) {
  const { grid, view, onChange } = props;
  return (
    <Panel
      title="Solvability c by trace step"
      className="overflow-visible!"
      aside={
        <Segmented
          label="Columns of the heatmap"
          value={view}
          options={VIEWS}
          onValueChange={(chosen) => onChange({ view: chosen })}
        />
      }
    >
      <div className="flex flex-col gap-3">
        <OriginNote {...props} />
        {view === "trainStep" ? <ByTrainStep {...props} /> : <ByTrace {...props} />}
        <HeatmapLegend tau={grid.tau} what={view === "trainStep" ? "mean c" : "c"} />
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

function ByTrainStep({ grid, onChange }: HeatmapPanelProps) {
  const heatmap = useMemo(() => byTrainStep(grid.cells), [grid.cells]);
  if (heatmap.columns === 0) return <NothingYet />;
  const columnOf = (column: number) => heatmap.trainSteps[column] ?? { from: 0, to: 0 };
  const open = (column: number) => onChange({ ...columnOf(column), offset: 0 });
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

function ByTrace({ traces }: HeatmapPanelProps) {
  const router = useRouter();
  const heatmap = useMemo(() => byTrace(traces), [traces]);
  if (heatmap.columns === 0 || heatmap.rows === 0) return <NothingYet />;
  return (
    <HeatmapChart
      input={heatmap}
      label={`Solvability of ${plural(heatmap.columns, "trace")}, one column each, in the order of the list below.`}
      columnTitle="trace, in the order of the list below"
      rowTitle="trace step"
      columnLabel={(column) => formatCount(column + 1)}
      rowLabel={(row) => String(row + 1)}
      describe={({ column, row }) => {
        const trace = traces[column];
        return trace ? describeStep(trace, row + 1, heatmap.countsAt(column, row), countsInWords) : [];
      }}
      onOpen={({ column, row }) => {
        const trace = traces[column];
        if (trace) router.push(`${routes.trace(trace.id)}?step=${row + 1}`);
      }}
    />
  );
}

function NothingYet() {
  return <p className="py-6 text-ink-3 text-sm">No trace steps to show with this choice.</p>;
}
