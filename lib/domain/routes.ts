import type { GrpoConfig, RewardConfig } from "@/lib/contracts";

/** Every page's address, in one place. Filters and selections are query parameters that each page adds. */
export const routes = {
  ablations: () => "/ablations",
  ablation: (id: string) => `/ablations/${id}`,
  runs: (filter: { ablation?: string; arm?: string } = {}) => withQuery("/runs", filter),
  run: (id: string) => `/runs/${id}`,
  checkpoints: (runId: string) => `/runs/${runId}/checkpoints`,
  traces: (filter: { ablation?: string; run?: string } = {}) => withQuery("/traces", filter),
  trace: (id: string) => `/traces/${id}`,
  sideBySide: (ids: readonly string[]) => `/traces/compare?ids=${ids.join(",")}`,
  /** One prompt by train step: in a run, or in all runs of an arm. */
  throughTraining: (of: { prompt: string; run?: string; arm?: string; origin?: string; at?: string }) =>
    withQuery("/traces/through-training", of),
  imports: () => "/imports",
  /** One import with its health report. */
  import: (id: string) => `/imports/${id}`,
  compare: (selection: Selected = {}, view: CompareView = "results") =>
    withSelection(view === "results" ? "/compare" : `/compare/${view}`, selection),
  reviews: (project?: string) => withQuery("/review", { project }),
  reviewSet: (id: string) => `/review/${id}`,
  /** The labelling view of a set, at a trace or at the rater's first open one. */
  reviewLabel: (id: string, trace?: string) => withQuery(`/review/${id}/label`, { trace }),
  reviewAdjudicate: (id: string, trace?: string) => withQuery(`/review/${id}/adjudicate`, { trace }),
  reviewAgreement: (id: string) => `/review/${id}/agreement`,
  reports: () => "/reports",
  report: (id: string) => `/reports/${id}`,
  hosts: () => "/hosts",
  host: (id: string) => `/hosts/${id}`,
  notifications: () => "/notifications",
  queue: (filter: { ablation?: string; host?: string } = {}) => withQuery("/queue", filter),
  /** The launch form: of a preset, of an earlier launch, or of one with a changed arm beside its own. */
  launch: ({ reward, grpo, ...from }: LaunchFrom = {}) =>
    withQuery("/launch", { ...from, reward: changesText(reward), grpo: changesText(grpo) }),
  /** The ablation's page with the dialog open that adds seeds to it. */
  addSeeds: (id: string, count = 1) => withQuery(`/ablations/${id}`, { "add-seeds": String(count) }),
} as const;

/** Addresses of the API that pages ask with a selection. */
export const apiRoutes = {
  results: (selection: Selected) => withSelection("/api/v1/results", selection),
  questions: (selection: Selected) => withSelection("/api/v1/results/questions", selection),
  series: (selection: Selected, request: Record<string, string | undefined>) =>
    withQuery("/api/v1/results/series", { ...selectionQuery(selection), ...request }),
  costs: (selection: Selected) => withSelection("/api/v1/results/costs", selection),
  promptTraining: (prompt: string, of: { run?: string; arm?: string; origin?: string }) =>
    withQuery(`/api/v1/prompts/${prompt}/training`, of),
  evaluationPrompts: (evaluation: string) => `/api/v1/evaluations/${evaluation}/prompts`,
  /** A question's key is free text. */
  evaluationQuestion: (evaluation: string, question: string) =>
    withQuery(`/api/v1/evaluations/${evaluation}/questions`, { question }),
  reviews: (project?: string) => withQuery("/api/v1/reviews", { project }),
  raters: (project?: string) => withQuery("/api/v1/reviews/raters", { project }),
  reviewSet: (id: string) => `/api/v1/reviews/${id}`,
  reviewAdjudication: (id: string, trace?: string) =>
    trace === undefined
      ? `/api/v1/reviews/${id}/adjudication`
      : `/api/v1/reviews/${id}/adjudication/${trace}`,
  reviewScorers: (id: string, query: Record<string, string | undefined>) =>
    withQuery(`/api/v1/reviews/${id}/scorers`, query),
  reviewQueue: (id: string, rater: string) => withQuery(`/api/v1/reviews/${id}/queue`, { rater }),
  reviewLabel: (id: string, rater: string, trace: string) =>
    withQuery(`/api/v1/reviews/${id}/label`, { rater, trace }),
  exportFormats: () => "/api/v1/exports",
  /** `query` as lib/exporters/address.ts writes it. */
  export: (format: string, query: string) => `/api/v1/exports/${format}?${query}`,
  exportProvenance: (format: string, query: string) => `/api/v1/exports/${format}/provenance?${query}`,
  exportPreview: (format: string) => `/api/v1/exports/${format}/preview`,
  resultSets: () => "/api/v1/result-sets",
  imports: (page: { offset?: string } = {}) => withQuery("/api/v1/imports", page),
  import: (id: string) => `/api/v1/imports/${id}`,
  detectImport: () => "/api/v1/imports/detect",
  importFile: (id: string, index: number) => `/api/v1/imports/${id}/files/${index}`,
  startImport: (id: string) => `/api/v1/imports/${id}/start`,
  cancelImport: (id: string) => `/api/v1/imports/${id}/cancel`,
  importProblems: (id: string, after: number) => `/api/v1/imports/${id}/problems?after=${after}`,
  resultSet: (id: string) => `/api/v1/result-sets/${id}`,
  whatIf: () => "/api/v1/what-if",
  sensitivity: () => "/api/v1/sensitivity",
  reportExport: (id: string, format: string) => `/api/v1/reports/${id}/export?format=${format}`,
} as const;

/** What the launch form opens with. `reward` and `grpo` hold only what a new arm changes of `arm` (the first trained one). */
export interface LaunchFrom {
  /** A checkpoint to begin from; everything else is then that of its run's launch. */
  fork?: string;
  from?: string;
  preset?: string;
  arm?: string;
  reward?: Partial<RewardConfig>;
  grpo?: Partial<GrpoConfig>;
}

const changesText = (changes: object | undefined) =>
  changes && Object.keys(changes).length > 0 ? JSON.stringify(changes) : undefined;

function withSelection(path: string, selection: Selected): string {
  return withQuery(path, selectionQuery(selection));
}

function selectionQuery({ ablation, runs, imported }: Selected) {
  return { ablation, runs: joined(runs), imported: joined(imported) };
}

/** What the Compare pages are about (lib/contracts/results.ts, resultSelection). */
interface Selected {
  ablation?: string | undefined;
  runs?: readonly string[];
  imported?: readonly string[];
}

export type CompareView = "results" | "questions" | "curves" | "sensitivity" | "what-if" | "cost";

const joined = (ids: readonly string[] | undefined) => (ids && ids.length > 0 ? ids.join(",") : undefined);

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}
