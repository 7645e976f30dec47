"use client";

import { ZoomOut } from "lucide-react";
import { AXIS_LABELS } from "@/components/charts/x-scale";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { type RunRow, type RunSibling, seriesAxis } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { RunPicker } from "./run-picker";
import type { ShownRun } from "./shown-runs";
import { ShownRuns } from "./shown-runs-legend";
import { type CurvesState, MOST_SMOOTHING } from "./url-state";

interface Props {
  state: CurvesState;
  smoothing: number;
  main: RunRow;
  runs: readonly ShownRun[];
  siblings: readonly RunSibling[];
  onChange: (next: Partial<CurvesState>) => unknown;
}

/** GPU time is for comparing arms: along one run it says no more than active time. */
const AXES = seriesAxis.exclude(["gpu"]).options.map((value) => ({ value, label: AXIS_LABELS[value] }));

/** What all charts share: x-axis, smoothing, zoom and the runs that are drawn. Stays in sight while scrolling. */
export function CurvesToolbar({ state, smoothing, main, runs, siblings, onChange }: Props) {
  const set = (next: Partial<CurvesState>) => void onChange(next);
  const chosen = runs.slice(1).map((run) => run.id);
  return (
    <div
      role="toolbar"
      aria-label="Curves"
      className="no-print top-0 z-10 flex md:sticky flex-wrap items-center gap-x-4 gap-y-2 border-b bg-canvas px-4 py-2"
    >
      <Segmented label="x-axis" value={state.x} options={AXES} onValueChange={(x) => set({ x })} />
      <label className="inline-flex items-center gap-2 text-ink-2 text-xs">
        Smoothing
        <input
          type="range"
          min={0}
          max={MOST_SMOOTHING}
          step={0.01}
          value={smoothing}
          onChange={(event) => set({ smooth: Number(event.target.value) })}
          className="w-28 accent-(--accent-fill)"
        />
        <span className="w-8 text-ink-3">{smoothing === 0 ? "off" : smoothing.toFixed(2)}</span>
      </label>
      <RunPicker main={main} siblings={siblings} chosen={chosen} onChosen={(ids) => set({ with: ids })} />
      <Zoom state={state} onReset={() => set({ from: null, to: null })} />
      {runs.length > 1 ? (
        <ShownRuns runs={runs} onRemove={(id) => set({ with: chosen.filter((other) => other !== id) })} />
      ) : null}
    </div>
  );
}

function Zoom({ state: { from, to }, onReset }: { state: CurvesState; onReset: () => void }) {
  if (from === null && to === null)
    return <span className="text-2xs text-ink-3 max-2xl:hidden">Drag in a chart to zoom</span>;
  return (
    <Button size="sm" onClick={onReset}>
      <ZoomOut aria-hidden />
      Train steps {from === null ? "0" : formatCount(from)} to {to === null ? "the end" : formatCount(to)}:
      show all
    </Button>
  );
}
