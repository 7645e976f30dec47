/**
 * Measures "What if" and "Sensitivity" from request to answer on a Postgres of its own: stored responses are read,
 * rescored under other settings and summarised. Beside it the ways to read them that were not taken.
 *
 *   NODE_OPTIONS=--conditions=react-server npx tsx scripts/bench/what-if.ts [responses]
 */
import { eq } from "drizzle-orm";
import type { DbHandle } from "@/db/client";
import { selectResponseBytes } from "@/db/queries/response-table";
import { runs } from "@/db/schema";
import {
  PAPER_REWARD,
  resultSelection,
  type SettingChanges,
  sensitivityRequest,
  whatIfRequest,
} from "@/lib/contracts";
import { makeAttempt, makeRun, type TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { decodeResponses } from "@/lib/services/what-if/decode-responses";
import { runSensitivity } from "@/lib/services/what-if/run-sensitivity";
import { runWhatIf } from "@/lib/services/what-if/run-what-if";
import { machine, table, withThrowawayDatabase } from "./throwaway-database";

const RESPONSES = Number(process.argv[2] ?? 100_000);
const GROUP = 8;
const PROMPTS = 16;
const SEEDS = 5;
const REPEATS = 5;

/** One run's responses, made by the database: 3 to 6 trace steps of four continuations, texts of 1.2 kB. */
async function fill({ sql }: DbHandle, { runId, attemptId }: TestAttempt, responses: number): Promise<void> {
  await sql`
    insert into traces (id, run_id, attempt_id, seq, origin, train_step, prompt_id, sample_index, response,
      response_tokens, finish_reason, step_count, reward_total, outcome, group_id, group_mean, group_sd, group_n,
      group_size, group_advantage, step_counts, model_id)
    select 'trc_' || md5(${runId} || i), ${runId}, ${attemptId}, i + 1, 'train', i / ${GROUP * PROMPTS}::int + 1, 'prm_bench',
      i % ${GROUP}::int, (select string_agg(md5(i::text || j::text), ' ') from generate_series(1, 36) j),
      200 + (i * 37) % 300, 'stop', 3 + i % 4, (i % 13) / 4.0, (i * 7 % 10 < 6)::int, 'g' || i / ${GROUP}::int, 1, 0.5, ${GROUP}::int,
      ${GROUP}::int, 0.1,
      (select '\\x01'::bytea || string_agg('\\x0404'::bytea || substring(int4send((i * 7 + k * 3 + (i * k) % 11) % 5) from 4)
        || '\\x00'::bytea, ''::bytea) from generate_series(1, 3 + i % 4) k),
      'm@1'
    from generate_series(0, ${responses - 1}::int) i`;
  await sql`
    insert into trace_steps (trace_id, index, text_start, text_end, requested, returned, successes, truncated)
    select t.id, k, k * 100, k * 100 + 100, 4, get_byte(t.step_counts, 4 * k - 2), get_byte(t.step_counts, 4 * k - 1), 0
    from traces t, generate_series(1, t.step_count) k where t.run_id = ${runId}`;
}

async function make(handle: DbHandle): Promise<TestAttempt[]> {
  await handle.sql`insert into prompts (id, key, dataset, messages, answer) values ('prm_bench', 'q', 'd', '[]', '4')`;
  const made: TestAttempt[] = [];
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const run = await makeAttempt(handle.db, await makeRun(handle.db));
    const config = { stage: "grpo", reward: PAPER_REWARD, grpo: { scaleRewards: "group" } };
    await handle.db.update(runs).set({ seed, config }).where(eq(runs.id, run.runId));
    await fill(handle, run, RESPONSES / SEEDS);
    made.push(run);
  }
  await handle.sql`vacuum analyze`;
  return made;
}

async function timed(
  repeats: number,
  once: () => Promise<unknown>,
): Promise<{ best: number; median: number }> {
  const times: number[] = [];
  for (let i = 0; i < repeats; i += 1) {
    const startedAt = performance.now();
    await once();
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  return { best: times[0] ?? Number.NaN, median: times[Math.floor(times.length / 2)] ?? Number.NaN };
}

/** Longest that nothing else could run while `task` did, ms. */
async function longestBlock(task: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  await task();
  clearInterval(timer);
  return longest;
}

/** The same facts as rows, with the trace steps joined and aggregated: the obvious query. */
async function readJoined({ sql }: DbHandle, runIds: string[]): Promise<void> {
  await Promise.all(
    runIds.map(
      (id) => sql`
    select t.id, train_step, group_id, sample_index, response_tokens, outcome, reward_total, group_advantage,
      group_size, invalid_reason, s.* from traces t left join lateral (
        select array_agg(requested order by index) requested, array_agg(returned order by index) returned,
          array_agg(successes order by index) successes, array_agg(truncated order by index) truncated
        from trace_steps where trace_id = t.id) s on true
    where run_id = ${id} and origin = 'train' order by train_step, group_id, sample_index`,
    ),
  );
}

const CHANGES: [string, SettingChanges][] = [
  ["λ process = 0.5", { lambdaProcess: 0.5 }],
  ["τ = 0.75", { tau: 0.75 }],
  ["scheme progress", { scheme: "progress" }],
  ["scheme GDPO", { scheme: "gdpo" }],
];

await withThrowawayDatabase(async (handle) => {
  const made = await make(handle);
  const runIds = made.map((run) => run.runId);
  const selection = resultSelection.parse({ runs: runIds });
  const rows: string[][] = [];
  const add = async (what: string, repeats: number, once: () => Promise<unknown>) => {
    const { best, median } = await timed(repeats, once);
    rows.push([what, best.toFixed(0), median.toFixed(0)]);
  };
  const spans = made.map(({ runId, attemptId }) => {
    return { runId, spans: [{ attemptId, from: 0, to: null }], origin: "train" as const };
  });
  await add("reading: rows, trace steps joined (not taken)", 3, () => readJoined(handle, runIds));
  await add("reading: packed bytes", REPEATS, () =>
    Promise.all(spans.map((run) => selectResponseBytes(handle.db, run))),
  );
  await add("reading and decoding: packed bytes", REPEATS, () =>
    Promise.all(spans.map(async (run) => decodeResponses(await selectResponseBytes(handle.db, run)))),
  );
  for (const [name, changes] of CHANGES)
    await add(`what if, whole: ${name}`, REPEATS, () =>
      runWhatIf(handle.db, whatIfRequest.parse({ selection, changes })),
    );
  const sensitivity = sensitivityRequest.parse({ selection, forecasts: [8] });
  await add("sensitivity, whole: M' = 1..4 and a forecast of 8", 1, () =>
    runSensitivity(handle.db, sensitivity),
  );
  const blocked = await longestBlock(() =>
    runWhatIf(handle.db, whatIfRequest.parse({ selection, changes: { tau: 0.75 } })),
  );
  const blockedBySensitivity = await longestBlock(() => runSensitivity(handle.db, sensitivity));
  console.log(`${machine()}; ${RESPONSES.toLocaleString("en")} responses of ${SEEDS} runs, one arm\n`);
  console.log(table(["what", "best [ms]", "median [ms]"], rows));
  console.log(
    `\nlongest block of the event loop: what if ${blocked.toFixed(0)} ms, sensitivity ${blockedBySensitivity.toFixed(0)} ms`,
  );
});
