import type { Db } from "@/db/client";
import { insertPrompts, insertTraceSteps, insertTraces } from "@/db/queries/traces-write";
import {
  ablations,
  arms,
  attempts,
  hosts,
  jobs,
  projects,
  runs,
  scorers,
  stepScores,
  tokens,
} from "@/db/schema";
import type { IdKind } from "@/lib/contracts";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { catchUp } from "@/lib/services/explorer/catch-up";
import { contentId } from "@/lib/services/ingest/identity";
import { randomStream } from "@/lib/stats";
import { groupAt, makeTrace } from "./make-traces";
import { benchTexts } from "./texts";

const ARM_KEYS = ["grpo-only", "outcome-only", "mixed", "process-only"];
const [SEEDS, PROMPTS, BATCH] = [3, 1_250, 1_000];
/** Traces of the first run that its second attempt has sampled again: stored, and never shown as current. */
const RESUMED = 640;
/** One trace in so many has scores of a PRM and labels of a person. */
const JUDGED = 10;

/** The same id for the same thing of the same seed. */
const idOf = (kind: IdKind, seed: number, number: number) => contentId(kind, ["bench", seed, number]);

interface BenchRun {
  runId: string;
  attemptId: string;
}

export const benchProject = (seed: number) => idOf("project", seed, 0);

async function insertAttempt(
  db: Db,
  seed: number,
  of: { job: number; run: number; number: number },
): Promise<string> {
  const at = of.run * 10 + of.number;
  const id = idOf("attempt", seed, at);
  const tokenId = idOf("token", seed, at);
  await db.insert(tokens).values({ id: tokenId, scope: "run", subject: id, hash: tokenId });
  const whose = {
    jobId: idOf("job", seed, of.job),
    runId: idOf("run", seed, of.run),
    hostId: idOf("host", seed, 0),
  };
  await db.insert(attempts).values({ id, ...whose, tokenId, number: of.number, status: "succeeded" });
  return id;
}

async function insertRun(db: Db, seed: number, number: number): Promise<BenchRun> {
  const armId = idOf("arm", seed, number % ARM_KEYS.length);
  const runSeed = 1 + Math.floor(number / ARM_KEYS.length);
  const name = `${ARM_KEYS[number % ARM_KEYS.length]} · seed ${runSeed}`;
  const common = { ablationId: idOf("ablation", seed, 0), armId, seed: runSeed, name };
  const runId = idOf("run", seed, number);
  const settled = {
    stage: "grpo" as const,
    status: "succeeded" as const,
    config: {},
    plannedTrainSteps: 261,
  };
  await db.insert(runs).values({ id: runId, ...common, ...settled, codeVersion: "bench" });
  await db
    .insert(jobs)
    .values({ id: idOf("job", seed, number), ...common, runId, kind: "grpo", status: "succeeded" });
  return { runId, attemptId: await insertAttempt(db, seed, { job: number, run: number, number: 1 }) };
}

async function insertFrame(db: Db, seed: number): Promise<BenchRun[]> {
  const [project, ablation] = [benchProject(seed), idOf("ablation", seed, 0)];
  await db.insert(projects).values({ id: project, name: `Explorer at scale, seed ${seed}` });
  const launch = { name: "200,000 traces", spec: TINY_SPEC, codeVersion: "bench" };
  await db.insert(ablations).values({ id: ablation, projectId: project, ...launch });
  const place = { launcher: "local" as const, capacity: 1, dataDir: "/tmp" };
  await db.insert(hosts).values({ id: idOf("host", seed, 0), name: `bench-${seed}`, ...place });
  await db.insert(arms).values(
    ARM_KEYS.map((key, at) => ({
      id: idOf("arm", seed, at),
      ablationId: ablation,
      key,
      name: key,
      position: at,
    })),
  );
  const made: BenchRun[] = [];
  for (let number = 0; number < ARM_KEYS.length * SEEDS; number++)
    made.push(await insertRun(db, seed, number));
  return made;
}

/** Traces [from, to) of one run under one attempt; `shift` keeps those of another attempt apart. */
async function insertBatch(
  db: Db,
  seed: number,
  owner: BenchRun & { number: number; shift: number },
  from: number,
  to: number,
) {
  const texts = benchTextsOf(seed);
  const made = Array.from({ length: to - from }, (_, i) => {
    const index = from + i;
    const number = index * ARM_KEYS.length * SEEDS + owner.number;
    const stored = number + owner.shift;
    const promptId = idOf("prompt", seed, groupAt(index) % PROMPTS);
    return makeTrace(
      { number, id: idOf("trace", seed, stored), index, promptId },
      randomStream(seed * 7919 + stored),
      texts,
    );
  });
  await insertTraces(
    db,
    owner,
    made.map(({ row }) => row),
  );
  await insertTraceSteps(
    db,
    made.flatMap(({ steps }) => steps),
    made.flatMap(({ continuations }) => continuations),
  );
}

const kept = new Map<number, ReturnType<typeof benchTexts>>();
function benchTextsOf(seed: number) {
  const texts = kept.get(seed) ?? benchTexts(seed);
  kept.set(seed, texts);
  return texts;
}

async function insertScores(db: Db, seed: number, traces: number): Promise<void> {
  const projectId = benchProject(seed);
  const [prm, person] = [idOf("scorer", seed, 0), idOf("scorer", seed, 1)];
  await db.insert(scorers).values([
    { id: prm, projectId, kind: "prm", name: "Bench PRM", version: "1" },
    { id: person, projectId, kind: "human", name: "Ann" },
  ]);
  const random = randomStream(seed + 1);
  for (let from = 0; from < traces; from += BATCH * JUDGED) {
    const numbers = Array.from({ length: BATCH }, (_, i) => from + i * JUDGED).filter((n) => n < traces);
    const rows = numbers.flatMap((number) =>
      [1, 2, 3].flatMap((traceStep) => {
        const at = { traceId: idOf("trace", seed, number), traceStep };
        const label = random.uniform() < 0.7 ? ("good" as const) : ("bad" as const);
        return [
          { ...at, scorerId: prm, value: random.uniform() },
          ...(number % (JUDGED * 10) === 0 ? [{ ...at, scorerId: person, label }] : []),
        ];
      }),
    );
    await db.insert(stepScores).values(rows);
  }
}

/** Makes a project of so many current traces, five trace steps each on average, from a seed. Numbers, not clocks, decide. */
export async function makeProject(
  db: Db,
  seed: number,
  traces: number,
  tell: (text: string) => void,
): Promise<void> {
  const owners = await insertFrame(db, seed);
  const texts = benchTextsOf(seed);
  const messagesOf = (index: number) => [{ role: "user", content: texts.prompt(index) }];
  await insertPrompts(
    db,
    Array.from({ length: PROMPTS }, (_, index) => ({
      ...{ id: idOf("prompt", seed, index), key: `q${index}`, dataset: "bench", family: null, answer: "4" },
      ...{ messages: messagesOf(index), textEscaped: false },
    })),
  );
  for (const [number, owner] of owners.entries()) {
    const mine = Math.floor((traces - number - 1) / owners.length) + 1;
    for (let from = 0; from < mine; from += BATCH)
      await insertBatch(db, seed, { ...owner, number, shift: 0 }, from, Math.min(mine, from + BATCH));
    tell(`run ${number + 1} of ${owners.length}: ${mine} traces`);
  }
  await insertResumed(db, seed, traces, owners[0]);
  await insertScores(db, seed, traces);
  tell("facts and words");
  tell(`${await catchUp(db)} traces caught up with`);
}

/** The first run died and was resumed: what its first attempt stored after the checkpoint is superseded. */
async function insertResumed(
  db: Db,
  seed: number,
  traces: number,
  first: BenchRun | undefined,
): Promise<void> {
  if (!first) return;
  const attemptId = await insertAttempt(db, seed, { job: 0, run: 0, number: 2 });
  const mine = Math.ceil(traces / (ARM_KEYS.length * SEEDS));
  const from = Math.max(0, Math.floor((mine - RESUMED) / 64) * 64);
  await insertBatch(db, seed, { ...first, attemptId, number: 0, shift: traces * 2 }, from, mine);
}
