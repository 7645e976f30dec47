/**
 * How long the pages of a running Stepwell take: `npx tsx scripts/bench/pages.ts [URL]` (default: the address that
 * `npm start` printed last is not known here, so http://127.0.0.1:4173). Server time of each page and of the routes
 * behind charts and heatmaps, one request after the other, and the drawing of a large heatmap. Prints Markdown.
 */
import { cpus } from "node:os";
import { heatmapPixels } from "../../components/charts/prepare-heatmap";

const BASE = process.argv[2] ?? "http://127.0.0.1:4173";
const WARM_UP = 3;
const REPEATS = 30;

interface Row {
  what: string;
  p50: number;
  p95: number;
  note: string;
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

async function timed(repeats: number, once: () => Promise<void> | void): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + repeats; i++) {
    const from = performance.now();
    await once();
    if (i >= WARM_UP) times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b);
}

async function page(path: string, what: string): Promise<Row> {
  let bytes = 0;
  const times = await timed(REPEATS, async () => {
    const answer = await fetch(BASE + path);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    bytes = (await answer.arrayBuffer()).byteLength;
  });
  return {
    what,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    note: `${(bytes / 1024).toFixed(0)} KiB`,
  };
}

async function drawing(columns: number, rows: number): Promise<Row> {
  const colours = { missing: [255, 255, 255], missingStripe: [0, 0, 0], notScored: [240, 240, 240] } as const;
  const cellAt = (column: number, row: number) =>
    ({ kind: "value", c: ((column * 7 + row * 13) % 5) / 4 }) as const;
  const times = await timed(REPEATS, () => void heatmapPixels({ columns, rows, cellAt }, 1, colours));
  return {
    what: `heatmap pixels, ${columns} x ${rows}`,
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    note: "in process",
  };
}

async function newest<T>(path: string, pick: (body: T) => string | undefined): Promise<string> {
  const answer = await fetch(BASE + path);
  const id = pick((await answer.json()) as T);
  if (!id) throw new Error(`${BASE}${path} lists nothing: run the quickstart first`);
  return id;
}

const ablation = await newest<{ ablations: { id: string }[] }>(
  "/api/v1/ablations",
  (b) => b.ablations[0]?.id,
);
const run = await newest<{ runs: { id: string; stage: string; name: string }[] }>(
  `/api/v1/runs?ablation=${ablation}`,
  (b) => b.runs.find((r) => r.stage === "grpo" && r.name.startsWith("process"))?.id ?? b.runs[0]?.id,
);
const trace = await newest<{ rows: { id: string }[] }>(
  `/api/v1/runs/${run}/traces?limit=1`,
  (b) => b.rows[0]?.id,
);

const rows = [
  await page("/ablations", "Ablations"),
  await page(`/ablations/${ablation}`, "an ablation"),
  await page("/runs", "Runs"),
  await page(`/runs/${run}`, "a run"),
  await page(`/traces?run=${run}`, "Traces and heatmap of a run"),
  await page(`/traces/${trace}`, "a trace"),
  await page(`/compare?ablation=${ablation}`, "Compare"),
  await page("/launch", "Launch"),
  await page(`/api/v1/runs/${run}/solvability`, "heatmap cells (route)"),
  await page(`/api/v1/runs/${run}/traces?limit=100`, "100 traces without bodies (route)"),
  await page(`/api/v1/ablations/${ablation}/results`, "results of an ablation (route)"),
  await drawing(20_000, 8),
];
console.log(
  `${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}, ${REPEATS} requests each, one at a time\n`,
);
console.log("| what | p50 [ms] | p95 [ms] | size |\n|---|---|---|---|");
for (const r of rows) console.log(`| ${r.what} | ${r.p50.toFixed(1)} | ${r.p95.toFixed(1)} | ${r.note} |`);
