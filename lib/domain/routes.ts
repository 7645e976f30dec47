/** Every page's address, in one place. Filters and selections are query parameters that each page adds. */
export const routes = {
  ablations: () => "/ablations",
  ablation: (id: string) => `/ablations/${id}`,
  runs: (filter: { ablation?: string; arm?: string } = {}) => withQuery("/runs", filter),
  run: (id: string) => `/runs/${id}`,
  traces: (filter: { ablation?: string; run?: string } = {}) => withQuery("/traces", filter),
  trace: (id: string) => `/traces/${id}`,
  compare: (selection: Selected = {}, view: CompareView = "results") =>
    withSelection(view === "results" ? "/compare" : `/compare/${view}`, selection),
  reports: () => "/reports",
  report: (id: string) => `/reports/${id}`,
  hosts: () => "/hosts",
  launch: (from: { from?: string; preset?: string } = {}) => withQuery("/launch", from),
} as const;

/** Addresses of the API that pages ask with a selection. */
export const apiRoutes = {
  results: (selection: Selected) => withSelection("/api/v1/results", selection),
  questions: (selection: Selected) => withSelection("/api/v1/results/questions", selection),
} as const;

function withSelection(path: string, { ablation, runs, imported }: Selected): string {
  return withQuery(path, { ablation, runs: joined(runs), imported: joined(imported) });
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
