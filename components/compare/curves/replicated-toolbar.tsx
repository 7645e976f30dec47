"use client";

import { ZoomOut } from "lucide-react";
import { armMarkOf } from "@/components/charts/arm-position";
import { exactDuration } from "@/components/charts/exact-duration";
import { AXIS_LABELS } from "@/components/charts/x-scale";
import { metricTitle } from "@/components/runs/table/metric-title";
import { ArmChip } from "@/components/ui/arm-chip";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { MultiSelect } from "@/components/ui/multi-select";
import { Segmented } from "@/components/ui/segmented";
import { type ReplicatedAnswer, type ReplicatedAxis, replicatedAxis } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { metricNames } from "./choose-metrics";
import { DETAILS, type ReplicatedState } from "./url-state";

interface Props {
  state: ReplicatedState;
  axis: ReplicatedAxis;
  known: ReplicatedAnswer;
  /** Metrics that are drawn. */
  shown: readonly string[];
  onChange: (next: Partial<ReplicatedState>) => unknown;
}

/** What all charts share: axis, detail, seeds, metrics, arms and zoom. Stays in sight while scrolling. */
export function ReplicatedToolbar({ state, axis, known, shown, onChange }: Props) {
  const set = (next: Partial<ReplicatedState>) => void onChange(next);
  const axes = replicatedAxis.options.filter((value) => value !== "gpu" || known.gpuUsed);
  const arms = known.arms.filter(({ source }) => source === "trained");
  return (
    <div
      role="toolbar"
      aria-label="Curves"
      className="no-print top-0 z-10 flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-canvas px-4 py-2 md:sticky"
    >
      <span className="inline-flex items-center gap-2">
        <Segmented
          label="x-axis"
          value={axis}
          options={axes.map((value) => ({ value, label: AXIS_LABELS[value] }))}
          onValueChange={(x) => set({ x, from: null, to: null })}
        />
        {known.gpuUsed ? null : <span className="text-2xs text-ink-3">no GPU was used</span>}
      </span>
      <Segmented
        label="Detail along the axis"
        value={state.detail}
        options={DETAILS.map((value) => ({ value, label: value }))}
        onValueChange={(detail) => set({ detail })}
      />
      <Checkbox
        label="Single seeds"
        checked={state.seeds}
        onCheckedChange={(seeds) => set({ seeds })}
        className="text-xs"
      />
      <MultiSelect
        label="Metrics"
        summary={`${shown.length} of ${metricNames(known.catalogue).length}`}
        choices={metricNames(known.catalogue).map((name) => {
          const { title, unit } = metricTitle(name);
          return { value: name, text: `${title} ${name}`, label: unit ? `${title} [${unit}]` : title };
        })}
        chosen={[...shown]}
        onChosen={(m) => set({ m: m.length > 0 ? m : null })}
      />
      <MultiSelect
        label="Arms"
        summary={`${arms.filter(({ key }) => !state.hide.includes(key)).length} of ${arms.length}`}
        choices={arms.map((arm) => ({
          value: arm.key,
          text: arm.name,
          label: <ArmChip {...armMarkOf(arm)} name={arm.name} />,
        }))}
        chosen={arms.map(({ key }) => key).filter((key) => !state.hide.includes(key))}
        onChosen={(on) =>
          set({ hide: on.length === 0 ? [] : arms.map(({ key }) => key).filter((key) => !on.includes(key)) })
        }
      />
      <Zoom state={state} axis={axis} onReset={() => set({ from: null, to: null })} />
    </div>
  );
}

function placeText(axis: ReplicatedAxis, value: number): string {
  return axis === "trainStep" || axis === "tokens" ? formatCount(value) : exactDuration(value);
}

function Zoom(props: { state: ReplicatedState; axis: ReplicatedAxis; onReset: () => void }) {
  const { axis, onReset } = props;
  const { from, to } = props.state;
  if (from === null && to === null)
    return <span className="text-2xs text-ink-3 max-2xl:hidden">Drag in a chart to zoom</span>;
  return (
    <Button size="sm" onClick={onReset}>
      <ZoomOut aria-hidden />
      {AXIS_LABELS[axis]} {from === null ? "0" : placeText(axis, from)} to{" "}
      {to === null ? "the end" : placeText(axis, to)}: show all
    </Button>
  );
}
