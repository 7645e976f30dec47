import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { createLoader } from "nuqs/server";
import { AblationTabs } from "@/components/shell/ablation-tabs";
import { NoAblation } from "@/components/shell/no-ablation";
import { PageHeader } from "@/components/shell/page-header";
import { originOf, TRACES_STATE, type TracesState, tracesQueryOf } from "@/components/traces/filters-state";
import { HeatmapMultiples } from "@/components/traces/heatmap-multiples";
import { RunPicker } from "@/components/traces/trace-list-picker";
import { RunTracesView } from "@/components/traces/trace-list-view";
import { type AblationDetail, type RunRow, traceQuery } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { getTracesPlace } from "@/lib/services/traces/get-place";
import { getSolvabilityOf } from "@/lib/services/traces/get-solvability-of";
import { listTraces } from "@/lib/services/traces/list-traces";

export const metadata: Metadata = { title: "Traces" };
const loadState = createLoader(TRACES_STATE);

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function TracesPage({ searchParams }: Props) {
  const state = await loadState(searchParams);
  const detail = await getTracesPlace(getDb(), {
    run: state.run || undefined,
    ablation: state.ablation || undefined,
  });
  if (!detail) {
    if (state.run || state.ablation) notFound();
    return (
      <NoAblation title="Traces and solvability">
        The responses of every run stand here step by step, with how solvable each start of the reasoning was.
      </NoAblation>
    );
  }
  const run = detail.runs.find((r) => r.id === state.run) ?? null;
  const { id, name } = detail.summary;
  return (
    <>
      <PageHeader
        title={run ? `Traces of ${run.name}` : "Traces and solvability"}
        crumbs={[
          { label: "Ablations", href: routes.ablations() },
          { label: name, href: routes.ablation(id) },
          ...(run ? [{ label: run.name, href: routes.run(run.id) }] : []),
        ]}
        actions={<RunPicker ablationId={id} runs={pickable(detail, run)} current={run?.id ?? ""} />}
        tabs={<AblationTabs ablationId={id} current="traces" />}
      />
      {run ? <OneRun run={run} state={state} /> : <AllRuns detail={detail} state={state} />}
    </>
  );
}

/** Warm-ups have no traces of their own as a rule; one that was asked for by its link stays in the list. */
function pickable({ runs }: AblationDetail, current: RunRow | null) {
  return runs
    .filter((r) => r.stage === "grpo" || r.id === current?.id)
    .toSorted((a, b) => (a.armPosition ?? -1) - (b.armPosition ?? -1) || a.seed - b.seed)
    .map(({ id, name }) => ({ id, name }));
}

async function OneRun({ run, state }: { run: RunRow; state: TracesState }) {
  const [grid] = await getSolvabilityOf(getDb(), [run.id], state.origin);
  if (!grid) notFound();
  const asked = tracesQueryOf(state, originOf(state.origin, grid.available));
  const query = traceQuery.safeParse(Object.fromEntries(new URLSearchParams(asked)));
  const traces = query.success ? await listTraces(getDb(), run.id, query.data) : { rows: [], total: 0 };
  return (
    <RunTracesView
      key={run.id}
      runId={run.id}
      grid={grid}
      traces={traces}
      tracesQuery={query.success ? asked : ""}
    />
  );
}

async function AllRuns({ detail, state }: { detail: AblationDetail; state: TracesState }) {
  const ids = detail.runs.filter((r) => r.stage === "grpo").map((r) => r.id);
  const grids = await getSolvabilityOf(getDb(), ids, state.origin);
  return (
    <div className="p-4">
      <HeatmapMultiples key={`${detail.summary.id}-${state.origin}`} detail={detail} grids={grids} />
    </div>
  );
}
