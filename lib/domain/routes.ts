/** Every page's address, in one place. Filters and selections are query parameters that each page adds. */
export const routes = {
  ablations: () => "/ablations",
  ablation: (id: string) => `/ablations/${id}`,
  runs: (filter: { ablation?: string; arm?: string } = {}) => withQuery("/runs", filter),
  run: (id: string) => `/runs/${id}`,
  traces: (filter: { ablation?: string; run?: string } = {}) => withQuery("/traces", filter),
  trace: (id: string) => `/traces/${id}`,
  compare: (filter: { ablation?: string } = {}) => withQuery("/compare", filter),
  hosts: () => "/hosts",
  launch: (from: { from?: string; preset?: string } = {}) => withQuery("/launch", from),
} as const;

function withQuery(path: string, query: Record<string, string | undefined>): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
}
