import { actedAblation, runOf, tracesOf } from "./acted-ablation";

/** Ids that the pages below are about. */
export interface Places {
  ablation: string;
  run: string;
  trace: string;
}

/** A finished ablation, one of its runs and one of that run's traces. */
export async function places(): Promise<Places> {
  const detail = await actedAblation();
  const run = runOf(detail, "process-only").id;
  const [trace] = await tracesOf(run);
  if (!trace) throw new Error("The run has no trace");
  return { ablation: detail.summary.id, run, trace: trace.id };
}

/** Every page there is, each with something on it. */
export const PAGES: readonly { name: string; path: (at: Places) => string }[] = [
  { name: "ablations", path: () => "/ablations" },
  { name: "an ablation", path: (at) => `/ablations/${at.ablation}` },
  { name: "runs", path: () => "/runs" },
  { name: "runs of an ablation, by arm", path: (at) => `/runs?ablation=${at.ablation}&group=arm` },
  { name: "a run", path: (at) => `/runs/${at.run}` },
  { name: "launch", path: () => "/launch" },
  { name: "launch again with changes", path: (at) => `/launch?from=${at.ablation}` },
  { name: "heatmaps of an ablation", path: (at) => `/traces?ablation=${at.ablation}` },
  { name: "traces of a run", path: (at) => `/traces?run=${at.run}` },
  { name: "a trace", path: (at) => `/traces/${at.trace}` },
  { name: "compare", path: (at) => `/compare?ablation=${at.ablation}` },
  { name: "hosts", path: () => "/hosts" },
  { name: "errors explained", path: () => "/docs/errors" },
];
