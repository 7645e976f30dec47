import { freezeAnswer, resultSetList, runCheckpoints } from "../../lib/contracts";
import { actedAblation, runOf, tracesOf } from "./acted-ablation";
import { type Reviewed, reviewed } from "./reviewed";
import { api } from "./server";

/** Ids that the pages below are about. */
export interface Places {
  ablation: string;
  run: string;
  trace: string;
  /** Traces of one run that can stand side by side, and the prompt of the first. */
  traces: string[];
  prompt: string;
  /** The checkpoint that the run ended with. */
  checkpoint: string;
  /** The host that trained it. */
  host: string;
  /** A frozen report of the ablation. */
  report: string;
  /** The published table that ships as an example. */
  example: string;
  reviewed: Reviewed;
}

/** A finished ablation, one of its runs, one of that run's traces and a report; the same report however often. */
export async function places(): Promise<Places> {
  const detail = await actedAblation();
  const run = runOf(detail, "process-only").id;
  const rows = await tracesOf(run);
  const [trace] = rows;
  if (!trace) throw new Error("The run has no trace");
  const { checkpoints } = await api().get(`/api/v1/runs/${run}/checkpoints`, runCheckpoints);
  const [checkpoint] = checkpoints;
  if (!checkpoint) throw new Error("The run has no checkpoint");
  const ablation = detail.summary.id;
  const claim = { claim: "Acted out: no claim." };
  const { id: report } = await api().post(`/api/v1/ablations/${ablation}/reports`, claim, freezeAnswer);
  const { resultSets } = await api().get("/api/v1/result-sets", resultSetList);
  const example = resultSets.find((set) => set.example)?.id;
  if (!example) throw new Error("The example is not there");
  const at = { checkpoint: checkpoint.id, host: checkpoint.host.id };
  const beside = { traces: rows.slice(0, 3).map((row) => row.id), prompt: trace.promptId };
  return { ablation, run, trace: trace.id, ...beside, ...at, report, example, reviewed: await reviewed() };
}

/** Every page there is, each with something on it. */
export const PAGES: readonly { name: string; path: (at: Places) => string }[] = [
  { name: "ablations", path: () => "/ablations" },
  { name: "an ablation", path: (at) => `/ablations/${at.ablation}` },
  { name: "runs", path: () => "/runs" },
  { name: "runs of an ablation, by arm", path: (at) => `/runs?ablation=${at.ablation}&group=arm` },
  { name: "a run", path: (at) => `/runs/${at.run}` },
  { name: "a run: system", path: (at) => `/runs/${at.run}/system` },
  { name: "a run: log", path: (at) => `/runs/${at.run}/log` },
  { name: "a run: configuration", path: (at) => `/runs/${at.run}/configuration` },
  { name: "a run: events", path: (at) => `/runs/${at.run}/events` },
  { name: "a run: checkpoints", path: (at) => `/runs/${at.run}/checkpoints` },
  { name: "launch", path: () => "/launch" },
  { name: "launch again with changes", path: (at) => `/launch?from=${at.ablation}` },
  { name: "launch from a checkpoint", path: (at) => `/launch?fork=${at.checkpoint}` },
  {
    name: "launch with a changed reward",
    path: (at) => `/launch?from=${at.ablation}&arm=process-only&reward=${encodeURIComponent('{"tau":0.25}')}`,
  },
  { name: "traces of a project", path: () => "/traces" },
  { name: "traces of an ablation", path: (at) => `/traces?ablation=${at.ablation}&sort=drop` },
  { name: "traces of a run", path: (at) => `/traces?run=${at.run}` },
  { name: "a trace beside the list", path: (at) => `/traces?run=${at.run}&peek=${at.trace}` },
  { name: "traces that no filter leaves", path: (at) => `/traces?run=${at.run}&minSteps=99` },
  { name: "where traces break", path: (at) => `/traces?ablation=${at.ablation}&view=breaks` },
  { name: "heatmaps of an ablation", path: (at) => `/traces?ablation=${at.ablation}&view=training` },
  { name: "heatmap of a run", path: (at) => `/traces?run=${at.run}&view=training` },
  { name: "a trace", path: (at) => `/traces/${at.trace}` },
  { name: "traces side by side", path: (at) => `/traces/compare?ids=${at.traces.join(",")}` },
  { name: "nothing side by side", path: () => "/traces/compare" },
  {
    name: "a prompt through training",
    path: (at) => `/traces/through-training?prompt=${at.prompt}&run=${at.run}`,
  },
  { name: "a trace, rendered", path: (at) => `/traces/${at.trace}?text=rendered` },
  { name: "an imported trace", path: (at) => `/traces/${at.reviewed.traces[0]}` },
  {
    name: "imported traces side by side",
    path: (at) => `/traces/compare?ids=${at.reviewed.traces.slice(0, 3).join(",")}`,
  },
  { name: "a run of imported traces", path: (at) => `/runs/${at.reviewed.run}` },
  { name: "imports", path: () => "/imports" },
  { name: "an import", path: (at) => `/imports/${at.reviewed.import}` },
  { name: "review", path: (at) => `/review?project=${at.reviewed.project}` },
  { name: "a review set", path: (at) => `/review/${at.reviewed.set}` },
  { name: "labelling", path: (at) => `/review/${at.reviewed.set}/label` },
  {
    name: "labelling, a trace that is done",
    path: (at) => `/review/${at.reviewed.set}/label?trace=${at.reviewed.traces[0]}`,
  },
  { name: "adjudication", path: (at) => `/review/${at.reviewed.set}/adjudicate` },
  { name: "agreement", path: (at) => `/review/${at.reviewed.set}/agreement` },
  { name: "compare", path: (at) => `/compare?ablation=${at.ablation}` },
  {
    name: "compare, beside the example",
    path: (at) => `/compare?ablation=${at.ablation}&imported=${at.example}`,
  },
  { name: "compare, the example alone", path: (at) => `/compare?imported=${at.example}` },
  { name: "compare: questions", path: (at) => `/compare/questions?ablation=${at.ablation}` },
  {
    name: "compare: questions by seeds",
    path: (at) => `/compare/questions?ablation=${at.ablation}&by=seeds`,
  },
  { name: "compare: curves", path: (at) => `/compare/curves?ablation=${at.ablation}` },
  { name: "compare: sensitivity", path: (at) => `/compare/sensitivity?ablation=${at.ablation}` },
  { name: "compare: what if", path: (at) => `/compare/what-if?ablation=${at.ablation}&tau=0.25` },
  { name: "compare: cost", path: (at) => `/compare/cost?ablation=${at.ablation}` },
  { name: "seeds to add", path: (at) => `/ablations/${at.ablation}?add-seeds=2` },
  { name: "reports", path: () => "/reports" },
  { name: "a report", path: (at) => `/reports/${at.report}` },
  { name: "queue", path: () => "/queue" },
  { name: "hosts", path: () => "/hosts" },
  { name: "a host", path: (at) => `/hosts/${at.host}` },
  { name: "notifications", path: () => "/notifications" },
  { name: "errors explained", path: () => "/docs/errors" },
];
