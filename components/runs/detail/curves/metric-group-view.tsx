"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type LineSource, prepareSeries } from "@/components/charts/prepare-series";
import { useInView } from "@/components/charts/use-in-view";
import { metricTitle } from "@/components/runs/table/metric-title";
import { QueryFailure } from "@/components/ui/query-failure";
import type { SeriesAnswer, SeriesAxis } from "@/lib/contracts";
import { type MetricGroup, type MetricPanel, namesOf } from "./metric-panels";
import { PANEL_HEIGHT, SeriesPanel } from "./series-panel";
import { partLook, type ShownRun } from "./shown-runs";
import { useSeries } from "./use-series";

export interface CurvesRange {
  axis: SeriesAxis;
  from: number | null;
  to: number | null;
  smoothing: number;
}

interface Props {
  group: MetricGroup;
  runs: readonly ShownRun[];
  range: CurvesRange;
  onZoom: (steps: { from: number; to: number } | null) => void;
}

export const GRID = "grid grid-cols-1 gap-3 lg:grid-cols-2 2xl:grid-cols-3";

/** The lines of a panel: its metrics, or its one metric in each run. */
export function linesOf(
  panel: MetricPanel,
  runs: readonly ShownRun[],
  answers: readonly (SeriesAnswer | undefined)[],
): LineSource[] {
  const find = (at: number, name: string) => answers[at]?.series.find((s) => s.name === name);
  if (panel.names.length > 1)
    return panel.names.map((name, i) => ({
      ...{ key: name, label: metricTitle(name).title, look: partLook(i), series: find(0, name) },
    }));
  const name = panel.names[0] ?? "";
  return runs.map(({ id, name: label, look }, i) => ({
    ...{ key: id, label, look, series: find(i, name) },
    // Several bands over each other hide the lines: the spread is shown for one run only.
    ...(panel.spread && runs.length === 1 ? { spread: find(i, panel.spread) } : {}),
  }));
}

/** A titled group of charts. Away from the screen it keeps its height and nothing else. */
export function MetricGroupView(props: Props) {
  const { group } = props;
  const [ref, inView] = useInView<HTMLElement>();
  return (
    <section ref={ref} aria-label={group.title} className="flex flex-col gap-2">
      <h2 className="font-semibold text-sm">{group.title}</h2>
      {inView ? <Panels {...props} /> : <Placeholders group={group} />}
    </section>
  );
}

function Placeholders({ group }: { group: MetricGroup }) {
  return (
    <div className={GRID}>
      {group.panels.map((panel) => (
        <div
          key={panel.key}
          className="rounded-lg border bg-surface"
          style={{ height: PANEL_HEIGHT }}
          aria-hidden
        />
      ))}
    </div>
  );
}

function Panels({ group, runs, range, onZoom }: Props) {
  const { axis, from, to } = range;
  const client = useQueryClient();
  const { answers, error, stale } = useSeries(
    runs.map((run) => run.id),
    { names: namesOf(group), axis, from, to },
  );
  if (error)
    return (
      <QueryFailure
        title="These curves could not be read"
        error={error}
        onRetry={() => void client.invalidateQueries({ queryKey: ["series"] })}
      />
    );
  return (
    <div className={GRID}>
      {group.panels.map((panel) => (
        <PreparedPanel key={panel.key} {...{ panel, runs, range, answers, stale, onZoom }} />
      ))}
    </div>
  );
}

interface PreparedProps extends Omit<Props, "group"> {
  panel: MetricPanel;
  answers: readonly (SeriesAnswer | undefined)[];
  stale: boolean;
}

function PreparedPanel({ panel, runs, range, answers, stale, onZoom }: PreparedProps) {
  const plot = useMemo(
    () => prepareSeries(linesOf(panel, runs, answers), range),
    [panel, runs, range, answers],
  );
  const loading = answers.some((answer) => answer === undefined);
  return <SeriesPanel {...{ panel, plot, runs, loading, stale, onZoom }} />;
}
