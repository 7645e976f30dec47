import type { Db } from "@/db/client";
import { runs, scorers, traceFacts } from "@/db/schema";
import { explorerHeatmapQuery, explorerHitsQuery, explorerQuery, traceSelection } from "@/lib/contracts";
import { getBreaks } from "@/lib/services/explorer/get-breaks";
import { getFacets } from "@/lib/services/explorer/get-facets";
import { getHeatmap } from "@/lib/services/explorer/get-heatmap";
import { getHits } from "@/lib/services/explorer/get-hits";
import { listExplorer } from "@/lib/services/explorer/list-explorer";
import { quantile, table } from "../throwaway-database";
import { type Case, filterCases, SORTS } from "./cases";
import { COMMON_WORD } from "./texts";

const [WARM_UP, REPEATS] = [2, 12];

interface Timed {
  /** The least disturbed: other work may run beside it. */
  best: number;
  p50: number;
  p95: number;
  note: string;
}

async function timed(read: () => Promise<string>): Promise<Timed> {
  const times: number[] = [];
  let note = "";
  for (let i = 0; i < WARM_UP + REPEATS; i++) {
    const from = performance.now();
    note = await read();
    if (i >= WARM_UP) times.push(performance.now() - from);
  }
  return { best: Math.min(...times), p50: quantile(times, 0.5), p95: quantile(times, 0.95), note };
}

const row = (what: string, { best, p50, p95, note }: Timed) => [
  what,
  best.toFixed(0),
  p50.toFixed(0),
  p95.toFixed(0),
  note,
];

async function idsOf(db: Db) {
  const [run] = await db.select({ id: runs.id }).from(runs).orderBy(runs.id).limit(1);
  const [scorer] = await db.select({ id: scorers.id }).from(scorers).orderBy(scorers.kind).limit(1);
  const [facts] = await db.select({ prompt: traceFacts.promptId }).from(traceFacts).limit(1);
  if (!run || !scorer || !facts) throw new Error("This database holds no project of --make.");
  return { run: run.id, scorer: scorer.id, prompt: facts.prompt };
}

async function listed(db: Db, project: string, query: Record<string, string>): Promise<string> {
  const { rows, total } = await listExplorer(db, explorerQuery.parse({ project, limit: "100", ...query }));
  return `${rows.length} of ${total.toLocaleString("en")} traces`;
}

async function measureViews(db: Db, project: string): Promise<string[][]> {
  const views: [string, () => Promise<string>][] = [
    ["first window of the list", () => listed(db, project, {})],
    [
      "heatmap, 1,000 lines",
      async () => `${(await getHeatmap(db, explorerHeatmapQuery.parse({ project }))).bins.length} lines`,
    ],
    ["facets", async () => `${(await getFacets(db, traceSelection.parse({ project }))).runs.length} runs`],
    [
      "where it breaks",
      async () => `${(await getBreaks(db, traceSelection.parse({ project }))).steps.length} trace steps`,
    ],
  ];
  const rows: string[][] = [];
  for (const [what, read] of views) rows.push(row(what, await timed(read)));
  return rows;
}

async function measureHits(db: Db, project: string): Promise<string[]> {
  const { rows } = await listExplorer(db, explorerQuery.parse({ project, text: COMMON_WORD, limit: "50" }));
  const query = explorerHitsQuery.parse({ text: COMMON_WORD, traces: rows.map(({ id }) => id) });
  return row(
    "hits of 50 traces",
    await timed(async () => `${(await getHits(db, query)).traces.length} traces`),
  );
}

/** Server times of every view, filter, sort and far window, in Markdown. */
export async function measureServer(db: Db, project: string): Promise<string> {
  const rows = await measureViews(db, project);
  const cases: Case[] = filterCases(await idsOf(db));
  for (const { what, selection } of cases)
    rows.push(row(`filter: ${what}`, await timed(() => listed(db, project, selection))));
  for (const sort of SORTS) rows.push(row(`sort: ${sort}`, await timed(() => listed(db, project, { sort }))));
  for (const offset of ["50000", "199000"])
    rows.push(
      row(`window at ${offset}, by drop`, await timed(() => listed(db, project, { sort: "drop", offset }))),
    );
  rows.push(await measureHits(db, project));
  return table(["what", "best ms", "p50 ms", "p95 ms", "answer"], rows);
}
