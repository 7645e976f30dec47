"use client";

import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { CursorProvider } from "@/components/charts/cursor";
import { EmptyState } from "@/components/ui/empty-state";
import type { SeriesAnswer } from "@/lib/contracts";
import { isEnded } from "@/lib/domain/run-status";
import { useRun } from "../run-shell";
import { CurvesToolbar } from "./curves-toolbar";
import { type CurvesRange, MetricGroupView } from "./metric-group-view";
import { metricGroups } from "./metric-panels";
import { shownRuns } from "./shown-runs";
import { CURVES_STATE, smoothingOf } from "./url-state";
import { useLiveSeries } from "./use-live-series";
import { useSeries } from "./use-series";

/** All curves of a run, alone or over those of others; live, and with its state in the URL. */
export function CurvesView({ catalogue }: { catalogue: SeriesAnswer }) {
  const { run, siblings } = useRun();
  const [state, setState] = useQueryStates(CURVES_STATE);
  const chosen = state.with.join(",");
  const { id, name, armPosition } = run;
  const runs = useMemo(
    () => shownRuns({ id, name, armPosition }, siblings, chosen.split(",")),
    [id, name, armPosition, siblings, chosen],
  );
  const ids = runs.map((shown) => shown.id);
  useLiveSeries(ids);
  const { answers } = useSeries(ids, { names: [], axis: "trainStep", from: null, to: null });
  const known = [answers[0] ?? catalogue, ...answers.slice(1)];
  const names = [
    ...new Set(known.flatMap((answer) => answer?.catalogue.map((entry) => entry.name) ?? [])),
  ].join(",");
  const groups = useMemo(
    () => metricGroups(names === "" ? [] : names.split(","), runs.length),
    [names, runs.length],
  );
  const smoothing = smoothingOf(state);
  const { x: axis, from, to } = state;
  const range: CurvesRange = useMemo(() => ({ axis, from, to, smoothing }), [axis, from, to, smoothing]);
  const zoom = (steps: { from: number; to: number } | null) =>
    void setState({ from: steps?.from ?? null, to: steps?.to ?? null });
  return (
    <CursorProvider>
      <CurvesToolbar {...{ state, smoothing, runs, siblings }} main={run} onChange={setState} />
      {groups.length === 0 ? (
        <NoCurves ended={isEnded(run.status)} />
      ) : (
        <div className="flex flex-col gap-6 px-4 pt-3 pb-8">
          {groups.map((group) => (
            <MetricGroupView key={group.key} {...{ group, runs, range }} onZoom={zoom} />
          ))}
        </div>
      )}
    </CursorProvider>
  );
}

function NoCurves({ ended }: { ended: boolean }) {
  if (ended)
    return (
      <EmptyState title="This run logged nothing">
        <p>It ended before its first train step. Its log and events say why.</p>
      </EmptyState>
    );
  return (
    <EmptyState title="No curve yet">
      <p>Curves appear here with the first train step, and go on by themselves.</p>
    </EmptyState>
  );
}
