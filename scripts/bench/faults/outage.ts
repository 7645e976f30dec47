import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ARMS } from "@/lib/presets/arms";
import { TINY_REWARD } from "@/lib/presets/quickstart";
import { cancelAblation } from "@/lib/services/runs-control/cancel";
import { pollUntil } from "@/trainer-bridge/agent/poll";
import { openLocal } from "./engines/local";
import { readLedgers } from "./ledger";
import {
  compareSteps,
  durations,
  pairSteps,
  type StepReport,
  type StepTimes,
  type Stretch,
} from "./step-times";
import { findTruth, type Truth } from "./truth";
import { Workload } from "./workload";
import { World } from "./world";

const SYNTHETIC = 8;
const REAL_SEED = 9001;
const READY_LIMIT_MS = 600_000;
/** More than any outage lasts: all are cancelled at the end. The real trainer draws its questions for all of them first. */
const PACED_STEPS = 1_000_000;
const REAL_STEPS = 10_000;

export interface OutageResult {
  rounds: { minutes: number; waitingRecords: number; secondsToArrive: number | null }[];
  stepTimes: StepTimes;
  /** Of each side, after all. */
  truths: Truth[];
}

export interface OutagePlan {
  /** How long each time without a server is; the sides take turns. */
  minutes: number[];
  /** A Python with the trainer's packages. */
  python: string;
  say: (line: string) => void;
}

/** One side: a whole product with a real trainer and eight paced synthetic ones. */
interface Side {
  world: World;
  workload: Workload;
  ablations: string[];
}

/**
 * Two sides run the same real GRPO training (same seed, one thread each) at the same time, each with eight paced
 * trainers beside it. They take turns in having no server: web server and Postgres are killed for all that time. What
 * the machine does otherwise hits both sides alike, so the ratio of their times for the same train step is what the
 * absence costs.
 */
export async function runOutage(plan: OutagePlan): Promise<OutageResult> {
  const sides: Side[] = [];
  try {
    for (const name of ["one", "other"]) {
      plan.say(`starting the ${name} side`);
      sides.push(await openSide(plan.python));
    }
    await Promise.all(sides.map(untilAllTrain));
    const { rounds, stretches } = await takeTurns(sides, plan);
    const stepTimes = compareSteps(await pairsOf(sides, stretches));
    const truths = await Promise.all(sides.map(endSide));
    return { rounds, stepTimes, truths };
  } catch (error) {
    for (const { world } of sides) plan.say(world.output().slice(-5000));
    throw error;
  } finally {
    await Promise.all(sides.map(({ world }) => world.close()));
  }
}

async function openSide(python: string): Promise<Side> {
  const pace = { trainSteps: PACED_STEPS, stepSeconds: 0.5, realPython: python, realSeeds: [REAL_SEED] };
  const world = await World.open({
    ...{ launcher: "local" as const, engine: await openLocal(), capacity: SYNTHETIC + 1, pace },
  });
  const workload = new Workload(world.store, 0);
  const seeds = [REAL_SEED, ...Array.from({ length: SYNTHETIC }, (_, i) => i + 1)];
  const id = await workload.launch(seeds, {
    arms: [ARMS.withoutSft(TINY_REWARD)],
    ...{ baselineArm: null, contrast: null, probe: null, traceSampling: 1 },
    grpo: { trainSteps: REAL_STEPS, promptsPerStep: 4, groupSize: 8, checkpointEvery: 200 },
  });
  return { world, workload, ablations: [id] };
}

async function untilAllTrain({ world }: Side): Promise<void> {
  const ready = async () => {
    world.assertAgent();
    const paced = readLedgers(world.ledger).filter(({ steps }) => steps.length > 2).length;
    return paced === SYNTHETIC && (await realReports(world)).length > 5;
  };
  if (!(await pollUntil(ready, { everyMs: 500, withinMs: READY_LIMIT_MS })))
    throw new Error(`the trainers did not begin. ${world.output().slice(-3000)}`);
}

async function takeTurns(sides: readonly Side[], { minutes, say }: OutagePlan) {
  const done: OutageResult["rounds"] = [];
  const stretches: Stretch[] = [];
  for (const [round, length] of minutes.entries()) {
    const world = sides[round % sides.length]?.world;
    if (!world) break;
    const fromMs = Date.now();
    await world.web.kill();
    world.store.kill();
    await sleep(length * 60_000);
    stretches.push({ fromMs, toMs: Date.now() });
    const spooled = lastSpooled(world);
    await world.store.restart();
    await world.web.start();
    done.push({ minutes: length, ...(await arrival(world, spooled)) });
    const soFar = compareSteps(await pairsOf(sides, stretches));
    say(`round ${round + 1}: ${JSON.stringify({ ...done.at(-1), ...soFar })}`);
  }
  return { rounds: done, stretches };
}

/** The last sequence number of each stream on the disk of its trainer, and how many records wait for the server. */
function lastSpooled(world: World): { last: Map<string, number>; waiting: number } {
  const last = new Map<string, number>();
  let waiting = 0;
  for (const runDir of world.folders.list()) {
    const spool = join(runDir, "spool");
    const acknowledged: Record<string, number> = existsSync(join(spool, "acks.json"))
      ? JSON.parse(readFileSync(join(spool, "acks.json"), "utf8")).settled
      : {};
    for (const name of readdirSync(spool).filter((file) => file.endsWith(".jsonl"))) {
      const kind = name.replace(/-\d+\.jsonl$/, "");
      const seqs = [...readFileSync(join(spool, name), "utf8").matchAll(/^\{"seq":(\d+)[,}]/gm)].map(
        (match) => Number(match[1]),
      );
      const stream = `${basename(runDir)}/${kind}`;
      last.set(stream, Math.max(last.get(stream) ?? 0, ...seqs));
      waiting += seqs.filter((seq) => seq > (acknowledged[kind] ?? 0)).length;
    }
  }
  return { last, waiting };
}

async function arrival(world: World, { last, waiting }: ReturnType<typeof lastSpooled>) {
  const since = performance.now();
  const arrived = async () => {
    const rows = await world.store.ask(
      ({ sql }) => sql<{ stream: string; stored: string }[]>`
        select attempt_id || '/' || kind as stream, upper(received) - 1 as stored from streams`,
    );
    const stored = new Map(rows.map((row) => [row.stream, Number(row.stored)]));
    return [...last].every(([stream, seq]) => (stored.get(stream) ?? 0) >= seq);
  };
  const all = await pollUntil(arrived, { everyMs: 250, withinMs: READY_LIMIT_MS });
  return { waitingRecords: waiting, secondsToArrive: all ? (performance.now() - since) / 1000 : null };
}

async function pairsOf(sides: readonly Side[], stretches: readonly Stretch[]): Promise<[number, number][][]> {
  const reports = await Promise.all(sides.map(({ world }) => realReports(world)));
  return stretches.map((stretch, round) => {
    const absent = durations(reports[round % 2] ?? [], stretch);
    const present = durations(reports[(round + 1) % 2] ?? [], stretch);
    return pairSteps(absent, present);
  });
}

/** When the real trainer reported each train step, in its own words. */
async function realReports(world: World): Promise<StepReport[]> {
  const rows = await world.store.ask(
    ({ sql }) => sql<StepReport[]>`
      select p.train_step as "trainStep", (extract(epoch from p.at) * 1000)::float8 as "atMs" from train_step_progress p
      join runs r on r.id = p.run_id where r.seed = ${REAL_SEED} order by p.train_step`,
  );
  return [...rows];
}

/** Cancels everything, waits until all has been told, and looks whether all of it is there. */
async function endSide({ world, workload, ablations }: Side): Promise<Truth> {
  for (const id of ablations) await world.store.ask(({ db }) => cancelAblation(db, id, new Date()));
  await pollUntil(async () => (await workload.unfinished()) === 0, {
    everyMs: 500,
    withinMs: READY_LIMIT_MS,
  });
  await pollUntil(async () => (await world.openAttempts()) === 0, { everyMs: 500, withinMs: READY_LIMIT_MS });
  return findTruth(world, "cancelled");
}
