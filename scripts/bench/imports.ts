/**
 * Imports of large sources: traces a second and peak memory, each source in a process of its own, from files on a disk
 * into a Postgres of its own with default settings.
 *
 *   npx tsx scripts/bench/imports.ts [--megabytes 100]
 *
 * Prints Markdown.
 */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { z } from "zod";
import { openDb } from "@/db/client";
import { formatBytes, formatCount } from "@/lib/format/number";
import { parseEnv } from "@/lib/server/env";
import { diskSource } from "@/lib/services/imports/disk-source";
import { importSource } from "@/lib/services/imports/import-source";
import { randomStream } from "@/lib/stats/random";
import { machine, table, withThrowawayDatabase } from "./throwaway-database";

const { values } = parseArgs({
  options: { megabytes: { type: "string", default: "100" }, source: { type: "string" } },
});
const SEED = 20_261_120;
const STEPS = 5;
const CONTINUATIONS = 4;
const GROUP = 8;

const measured = z.strictObject({
  traces: z.number(),
  traceSteps: z.number(),
  continuations: z.number(),
  bytes: z.number(),
  ms: z.number(),
  againMs: z.number(),
  startBytes: z.number(),
  peakBytes: z.number(),
});
type Measured = z.infer<typeof measured>;

/** Imports a folder twice, the second time to find that all is there. */
async function measure(path: string): Promise<Measured> {
  const location = parseEnv(process.env).database;
  if (!location) throw new Error("the parent names no database");
  const handle = openDb(location);
  const startBytes = process.memoryUsage.rss();
  const bytes = { total: 0 };
  const importing = async () => {
    const source = await diskSource(path);
    bytes.total = source.files.reduce((sum, file) => sum + file.bytes, 0);
    const asked = { project: "bench", ablation: path, format: null, options: { strict: false } };
    const begun = performance.now();
    const view = await importSource(handle.db, source, { ...asked, codeVersion: "bench" });
    await source.close();
    return { view, ms: performance.now() - begun };
  };
  try {
    const { view, ms } = await importing();
    if (view.status !== "succeeded" || !view.report) throw new Error(view.error);
    const { traces, traceSteps, continuations } = view.report;
    const again = await importing();
    if (again.view.report?.alreadyStored !== traces) throw new Error("the second import stored something");
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    const counted = { traces, traceSteps, continuations, bytes: bytes.total };
    return { ...counted, ms, againMs: again.ms, startBytes, peakBytes };
  } finally {
    await handle.close();
  }
}

type Random = () => number;

const WORDS =
  "the angle of each sector is then thirty degrees so two of them remain and we add both sides".split(" ");

const sentence = (random: Random, words: number) =>
  Array.from({ length: words }, () => WORDS[Math.floor(random() * WORDS.length)]).join(" ");

const tagged = (steps: readonly string[]) => steps.map((step) => `<step>${step}</step>`).join("");

/** A response as both logs have it: its reward, and the continuations of its prefixes. */
function logged(random: Random, index: number) {
  const steps = Array.from({ length: STEPS }, () => sentence(random, 18));
  const response = `<think>${tagged(steps)}</think><answer>${"ABCD"[Math.floor(random() * 4)]}</answer>`;
  const place = {
    timestamp: "2026-11-20T10:00:00",
    global_step: 1 + Math.floor(index / 256),
    sample_idx: index % 256,
  };
  const rewards = { overall: 1.5, format_reward: 1, format_valid: 1, length_valid: 1, step_count: STEPS };
  const parts = {
    acc_reward_raw: 1,
    acc_reward: 1,
    cot_reward_raw: 0.5,
    cot_reward: 0.5,
    step_bonus: 0,
    r2: 0.5,
  };
  const reward = {
    ...{ ...place, ground_truth: "<answer>A</answer>", problem: `Problem ${Math.floor(index / GROUP)}?` },
    ...{ response, raw_response: response, response_length_tokens: 300, rewards: { ...rewards, ...parts } },
  };
  const rollouts = steps.map((_, i) => {
    const prefix = steps.slice(0, i + 1);
    const continuations = Array.from({ length: CONTINUATIONS }, () => {
      const answer = "ABCD"[Math.floor(random() * 4)];
      const output = `<think>${tagged(prefix)}<step>${sentence(random, 12)}</step></think><answer>${answer}</answer>`;
      return { output, accuracy: Number(answer === "A") };
    });
    return { ...place, step_idx: i, prefix_steps: prefix, continuations, prefix_score: 0 };
  });
  return { reward, rollouts };
}

/** Writes both logs of a training until they have so many bytes together. */
async function writeLogs(folder: string, bytes: number): Promise<void> {
  const random = randomStream(SEED).uniform;
  const files = ["rewards_20261120.jsonl", "process_rollouts_20261120.jsonl"].map((name) =>
    createWriteStream(join(folder, name)),
  );
  const [rewards, rollouts] = files;
  if (!rewards || !rollouts) throw new Error("both files were opened");
  const write = async (file: typeof rewards, record: object) => {
    const line = `${JSON.stringify(record)}\n`;
    if (!file.write(line)) await once(file, "drain");
    return line.length;
  };
  let written = 0;
  for (let index = 0; written < bytes; index++) {
    const { reward, rollouts: drawn } = logged(random, index);
    for (const rollout of drawn) written += await write(rollouts, rollout);
    written += await write(rewards, reward);
  }
  for (const file of files) {
    file.end();
    await once(file, "finish");
  }
}

function inProcessOfItsOwn(source: string, socketDir: string): Measured {
  const env = { ...process.env, STEPWELL_PG_SOCKET: socketDir, STEPWELL_PG_DATABASE: "bench" };
  const script = fileURLToPath(import.meta.url);
  const child = spawnSync(process.execPath, ["--import", "tsx", script, "--source", source], {
    ...{ env, encoding: "utf8", maxBuffer: 1 << 24 },
  });
  if (child.status !== 0) throw new Error(child.stderr);
  return measured.parse(JSON.parse(child.stdout));
}

const seconds = (ms: number) => (ms / 1000).toFixed(1);

async function compare(): Promise<void> {
  const sizes = [Number(values.megabytes) / 4, Number(values.megabytes)];
  const folder = mkdtempSync(join(tmpdir(), "stepwell-imports-"));
  const rows: string[][] = [];
  try {
    for (const megabytes of sizes)
      await withThrowawayDatabase(async (_, socketDir) => {
        const source = mkdtempSync(join(folder, "logs-"));
        await writeLogs(source, megabytes * 1_000_000);
        const found = inProcessOfItsOwn(source, socketDir);
        rows.push([
          ...[formatBytes(found.bytes), formatCount(found.traces), formatCount(found.traceSteps)],
          ...[formatCount(found.continuations), seconds(found.ms)],
          ...[formatCount(Math.round(found.traces / (found.ms / 1000))), seconds(found.againMs)],
          ...[formatBytes(found.startBytes), formatBytes(found.peakBytes)],
        ]);
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`${machine()}\n`);
  const heads = ["source", "traces", "trace steps", "continuations", "import [s]", "traces/s", "again [s]"];
  console.log(table([...heads, "memory at the start", "at most"], rows));
}

if (values.source === undefined) await compare();
else console.log(JSON.stringify(await measure(values.source)));
