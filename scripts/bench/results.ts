/**
 * How long the facts behind Compare take: `npx tsx scripts/bench/results.ts [questions] [characters]` (default 1337
 * questions, responses of 1,400 characters). 4 arms x 5 seeds on 4 benchmarks, one decode a question, in a Postgres of
 * its own. Prints Markdown.
 */
import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { type AblationSpec, resultSelection } from "@/lib/contracts";
import { presetOf } from "@/lib/presets";
import { launchAblation } from "@/lib/services/launch/launch-ablation";
import { getQuestionResults } from "@/lib/services/results/get-question-results";
import { getResults } from "@/lib/services/results/get-results";
import { machine, quantile, table, withThrowawayDatabase } from "./throwaway-database";

const QUESTIONS = Number(process.argv[2] ?? 1337);
const CHARACTERS = Number(process.argv[3] ?? 1400);
const SEEDS = [1, 2, 3, 4, 5];
const BENCHMARKS = 4;
const REPEATS = 20;

/** Every evaluation of every run, as its trainer would have told it; texts do not compress to nothing. */
async function fill(db: Db): Promise<void> {
  const hash = (at: number) => String(at).repeat(64).slice(0, 64);
  await db.execute(sql`insert into hosts (id, name, launcher, capacity, data_dir)
    values ('hst_00000000', 'bench', 'local', 1, '/tmp')`);
  await db.execute(
    sql`insert into tokens (id, hash, scope, subject) values ('tok_00000000', 'x', 'run', 'x')`,
  );
  await db.execute(sql`insert into attempts (id, job_id, run_id, number, host_id, token_id)
    select 'att_' || substr(id, 5), id, run_id, 1, 'hst_00000000', 'tok_00000000' from jobs where kind = 'evaluate'`);
  for (let at = 0; at < BENCHMARKS; at++) {
    await db.execute(sql`insert into benchmarks (id, key, title, content_sha256, questions)
      values (${`bench_${at}`}, ${`bench-${at}`}, ${`Benchmark ${at}`}, ${hash(at)}, ${QUESTIONS})`);
    await db.execute(sql`
      insert into evaluations (id, run_id, job_id, attempt_id, benchmark_id, train_step, settings, items, correct,
        ungraded, completed_at)
      select 'evl_' || ${at}::text || substr(a.id, 5), a.run_id, a.job_id, a.id, ${`bench_${at}`}, 200,
        '{"decodes": 1, "temperature": 0, "batchSize": 8, "seed": 1, "maxResponseTokens": 512}'::jsonb,
        ${QUESTIONS}, 0, 0, now() from attempts a`);
  }
  const letters = randomBytes(200_000).toString("base64");
  await db.execute(sql`
    insert into evaluation_items (evaluation_id, question, decode, cluster, correct, answer, reference, prompt,
      response, response_tokens, format_valid)
    select e.id, 'question-' || q, 0, 'video-' || (q / 3), random() < 0.6, 'B', 'B',
      substr(${letters}, (random() * 100000)::int + 1, 300),
      substr(${letters}, (random() * 100000)::int + 1, ${CHARACTERS}::int), 365, true
    from evaluations e cross join generate_series(1, ${QUESTIONS}::int) q`);
  await db.execute(sql`vacuum analyze evaluation_items`);
}

async function timed(once: () => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < REPEATS + 2; i++) {
    const from = performance.now();
    await once();
    if (i >= 2) times.push(performance.now() - from);
  }
  return times;
}

const preset = presetOf("tiny-smoke");
if (!preset) throw new Error("the preset tiny-smoke is gone");
const benchmarks = Array.from({ length: BENCHMARKS }, (_, at) => `bench-${at}`);
const spec: AblationSpec = { ...preset.spec, seeds: SEEDS, contrast: null };

await withThrowawayDatabase(async ({ db }) => {
  const { id } = await launchAblation(db, spec, { codeVersion: "bench" });
  await db.execute(
    sql`update ablations set spec = jsonb_set(spec, '{benchmarks}', ${JSON.stringify(benchmarks)}::jsonb)`,
  );
  await fill(db);
  const selection = resultSelection.parse({ ablation: id });
  const found = await getQuestionResults(db, selection);
  const verdicts = (found?.tables ?? []).reduce((sum, t) => sum + t.rows.length * t.questions.length, 0);
  const bytes = JSON.stringify(found).length;
  const cells = await timed(() => getResults(db, selection));
  const questions = await timed(() => getQuestionResults(db, selection));
  console.log(`${machine()}\n`);
  const row = (what: string, times: number[], note: string) => [
    what,
    quantile(times, 0.5).toFixed(0),
    quantile(times, 0.95).toFixed(0),
    note,
  ];
  console.log(
    table(
      ["what", "p50 [ms]", "p95 [ms]", "note"],
      [
        row("results of an ablation", cells, `${spec.arms.length} arms x ${SEEDS.length} seeds`),
        row(
          "its verdicts by question",
          questions,
          `${verdicts} verdicts, ${(bytes / 1024).toFixed(0)} KiB as JSON`,
        ),
      ],
    ),
  );
});
