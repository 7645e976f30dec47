import { setTimeout as sleep } from "node:timers/promises";
import type { LauncherName } from "@/lib/contracts/launchers";
import { pollUntil } from "@/trainer-bridge/agent/poll";
import { Dice } from "./dice";
import type { Engine } from "./engines/engine";
import { drawFault } from "./kinds";
import { processesOf } from "./orphans";
import { type Recovery, recovered } from "./recovery";
import { findTruth, type Truth } from "./truth";
import { Workload } from "./workload";
import { type Pace, World } from "./world";

const END_LIMIT_MS = 600_000;
const ORPHAN_LIMIT_MS = 60_000;
/** Jobs of an ablation of one seed: data, a warm-up, three trainings and an evaluation of each arm. */
const JOBS_OF_ONE = 9;
/** Seeds of ablations that the real trainer runs. */
const FIRST_REAL_SEED = 9001;

/** A fault and how the world recovered from it: from its end to the next stored record, or the right status. */
export interface Struck extends Recovery {
  kind: string;
  what: string;
}

export interface FaultResult extends Truth {
  launcher: LauncherName;
  seed: number;
  struck: Struck[];
  orphans: string[];
  jobs: number;
  minutes: number;
  at: string;
}

export interface FaultPlan {
  launcher: LauncherName;
  engine: Engine;
  faults: number;
  seed: number;
  capacity: number;
  /** So many jobs that have not ended keep it busy. */
  busy: number;
  /** How many ablations the real trainer runs, with this Python. */
  real: number;
  pace: Pace;
  say: (line: string) => void;
}

/** Breaks a world again and again while it works, lets it come to its end, and compares what it says with the truth. */
export async function runFaults(plan: FaultPlan): Promise<FaultResult> {
  const startedAt = performance.now();
  const realSeeds = Array.from({ length: plan.real }, (_, i) => FIRST_REAL_SEED + i);
  const { launcher, engine, capacity } = plan;
  const world = await World.open({ launcher, engine, capacity, pace: { ...plan.pace, realSeeds } });
  try {
    const workload = new Workload(world.store, plan.busy + realSeeds.length * JOBS_OF_ONE);
    for (const seed of realSeeds) await workload.launch([seed]);
    const struck = await strikeAll(world, workload, plan);
    await comeToEnd(world, workload);
    await world.stopAgent();
    const orphans = await findOrphans(world);
    const truth = await findTruth(world, "succeeded");
    const [row] = await world.store.ask(
      ({ sql }) => sql<{ n: number }[]>`select count(*)::int as n from jobs`,
    );
    const minutes = (performance.now() - startedAt) / 60_000;
    return {
      ...{ launcher, seed: plan.seed, struck, orphans, ...truth, jobs: row?.n ?? 0, minutes },
      at: new Date().toISOString(),
    };
  } catch (error) {
    plan.say(world.output().slice(-20_000));
    throw error;
  } finally {
    await world.close();
  }
}

async function strikeAll(world: World, workload: Workload, plan: FaultPlan): Promise<Struck[]> {
  const dice = new Dice(plan.seed);
  const struck: Struck[] = [];
  while (struck.length < plan.faults) {
    await somethingRuns(world, workload);
    await sleep(dice.between(0, 1500));
    const fault = drawFault(world, dice);
    const what = await fault?.strike(world, dice);
    if (!fault || !what) continue;
    const recovery = await recovered(world);
    struck.push({ kind: fault.name, what, ...recovery });
    plan.say(`${plan.launcher} ${struck.length}/${plan.faults} ${fault.name}: ${what}; ${inWords(recovery)}`);
    if (recovery.seconds === null) plan.say(world.output().slice(-3000));
  }
  return struck;
}

function inWords({ seconds, last }: Recovery): string {
  if (seconds === null) return `not recovered: ${last}`;
  return `recovered after ${seconds.toFixed(1)} s${last === "" ? "" : ` (last: ${last})`}`;
}

/** A fault that hits nothing is none. */
async function somethingRuns(world: World, workload: Workload): Promise<void> {
  const runs = async () => {
    world.assertAgent();
    await workload.retryFailed();
    await workload.keepBusy();
    return world.folders.livingByAttempt("trainer.json").length > 0;
  };
  if (!(await pollUntil(runs, { everyMs: 250, withinMs: END_LIMIT_MS })))
    throw new Error("no trainer runs any more");
}

/** Without faults and with people who try again what failed, everything has to succeed. */
async function comeToEnd(world: World, workload: Workload): Promise<void> {
  const done = async () => {
    await workload.retryFailed();
    return workload.isDone();
  };
  await pollUntil(done, { everyMs: 500, withinMs: END_LIMIT_MS });
  // What is over is closed by the agent a report later.
  await pollUntil(async () => (await world.openAttempts()) === 0, {
    everyMs: 500,
    withinMs: ORPHAN_LIMIT_MS,
  });
}

/** What still runs although nothing has anything left to do. */
async function findOrphans(world: World): Promise<string[]> {
  const left = () => processesOf(`STEPWELL_FAULT_BENCH=${world.home}`, world.disk.folder);
  await pollUntil(() => left().length === 0, { everyMs: 500, withinMs: ORPHAN_LIMIT_MS });
  return left();
}
