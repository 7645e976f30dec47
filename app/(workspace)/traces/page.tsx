import type { Metadata } from "next";
import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { createLoader } from "nuqs/server";
import { ExplorerView } from "@/components/explorer/explorer-view";
import { PROJECT_COOKIE, parseProject } from "@/components/explorer/project-cookie";
import { ProjectSwitch } from "@/components/explorer/project-switch";
import {
  EXPLORER_STATE,
  type ExplorerState,
  explorerHref,
  readSelection,
  SELECTION_STATE,
  selectionParams,
} from "@/components/explorer/selection-state";
import { HeatmapMultiples } from "@/components/explorer/training/heatmap-multiples";
import { RunTraining } from "@/components/explorer/training/run-training";
import { ViewTabs } from "@/components/explorer/view-tabs";
import { ROWS_PAGE } from "@/components/explorer/window-of";
import { AblationTabs } from "@/components/shell/ablation-tabs";
import { PageHeader } from "@/components/shell/page-header";
import { type AblationDetail, explorerQuery, type TraceOrigin, type TraceSelection } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { routes } from "@/lib/domain/routes";
import { getDb } from "@/lib/server/db";
import { ablationKind } from "@/lib/services/ablations-read/ablation-kind";
import { getTau } from "@/lib/services/explorer/get-tau";
import { listExplorer } from "@/lib/services/explorer/list-explorer";
import { scopeOf } from "@/lib/services/explorer/scope";
import { getTracesPlace } from "@/lib/services/traces/get-place";
import { getSolvabilityOf } from "@/lib/services/traces/get-solvability-of";

export const metadata: Metadata = { title: "Traces" };
const loadState = createLoader(EXPLORER_STATE);
const loadSelection = createLoader(SELECTION_STATE);

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The only run that a selection names, with the ablation around it; or the ablation that it names. */
async function placeOf({ runs, ablation }: TraceSelection) {
  const run = runs?.length === 1 ? runs[0] : undefined;
  if (!run && !ablation) return null;
  const detail = await getTracesPlace(getDb(), { run, ablation });
  if (!detail) notFound();
  const isImport = (await ablationKind(getDb(), detail.summary.id)) === "import";
  return { detail, isImport, run: detail.runs.find((r) => r.id === run) ?? null };
}
type Place = NonNullable<Awaited<ReturnType<typeof placeOf>>>;

/** The bare address goes on to the project that this browser read last, where that still exists. */
async function goToLastProject(selection: TraceSelection): Promise<void> {
  if (Object.keys(selection).length > 0) return;
  const project = parseProject((await cookies()).get(PROJECT_COOKIE)?.value);
  if (project !== null && (await knownScope({ project }))) redirect(explorerHref({ project }));
}

/** Null for what this server does not have; the page's own requests then say what that is. */
async function known<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
const knownScope = (selection: TraceSelection) => known(scopeOf(getDb(), selection));

export default async function TracesPage({ searchParams }: Props) {
  const state = await loadState(searchParams);
  const { selection } = readSelection(await loadSelection(searchParams), state.run);
  await goToLastProject(selection);
  const place = await placeOf(selection);
  const view = state.view === "training" && (!place || place.isImport) ? "explore" : state.view;
  return (
    <div className="flex flex-col md:h-[calc(100dvh-2.5rem)] md:min-h-[32rem]">
      <PageHeader
        title={place ? `Traces of ${place.run?.name ?? place.detail.summary.name}` : "Traces"}
        crumbs={place ? crumbsOf(place) : []}
        actions={<ProjectSwitch />}
        tabs={
          place && !place.isImport ? (
            <AblationTabs ablationId={place.detail.summary.id} current="traces" />
          ) : undefined
        }
      />
      <ViewTabs current={view} hasTraining={place !== null && !place.isImport} />
      {view === "training" && place ? (
        <Training place={place} origin={selection.origin ?? null} />
      ) : (
        <Explore selection={selection} state={state} place={place} />
      )}
    </div>
  );
}

function crumbsOf({ detail, run, isImport }: Place) {
  const { id, name } = detail.summary;
  if (isImport)
    return [
      { label: "Imports", href: routes.imports() },
      ...(run ? [{ label: name, href: routes.traces({ ablation: id }) }] : []),
    ];
  return [
    { label: "Ablations", href: routes.ablations() },
    { label: name, href: routes.ablation(id) },
    ...(run ? [{ label: run.name, href: routes.run(run.id) }] : []),
  ];
}

const trainedRuns = ({ runs }: AblationDetail) => runs.filter((r) => r.stage === "grpo").map((r) => r.id);

interface ExploreProps {
  selection: TraceSelection;
  state: ExplorerState;
  place: Place | null;
}

async function Explore({ selection, state, place }: ExploreProps) {
  const { sort, order } = state;
  const params = selectionParams(selection);
  const asked = explorerQuery.parse({ ...Object.fromEntries(params), sort, order, limit: ROWS_PAGE });
  const runs = place ? (place.run ? [place.run.id] : trainedRuns(place.detail)) : [];
  const [first, tau] = await Promise.all([known(listExplorer(getDb(), asked)), getTau(getDb(), runs)]);
  const query = new URLSearchParams([...params, ["sort", sort], ["order", order]]).toString();
  return <ExplorerView first={first ? { query, answer: first } : null} tau={tau} />;
}

async function Training({ place, origin }: { place: Place; origin: TraceOrigin | null }) {
  const { detail, run } = place;
  const grids = await getSolvabilityOf(getDb(), run ? [run.id] : trainedRuns(detail), origin);
  const [grid] = grids;
  if (run && grid) return <RunTraining key={run.id} runId={run.id} grid={grid} />;
  return (
    <div className="p-4">
      <HeatmapMultiples key={`${detail.summary.id}-${origin}`} detail={detail} grids={grids} />
    </div>
  );
}
