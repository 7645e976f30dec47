import { setTimeout as sleep } from "node:timers/promises";
import type { PidFile } from "@/trainer-bridge/agent/testing/attempt-folders";
import { CLOCKS } from "./clock";
import type { Dice } from "./dice";
import type { Weather } from "./network";
import type { World } from "./world";

/** A way to break a world. */
export interface FaultKind {
  name: string;
  /** How often it comes, relative to the others. */
  weight: number;
  /** Why it cannot be done here; empty if it can. */
  whyNot?(world: World): string;
  /** Does it; resolves when it is over and says what was done, or null if there was nothing to break. */
  strike(world: World, dice: Dice): Promise<string | null>;
}

/** Longest time that something stays away, in milliseconds: far below a lease's. */
const AWAY_MS = 4000;
const FULL_MS = 6000;
const WRONG_TIME_MS = 4000;

function killOne(world: World, dice: Dice, file: PidFile): string | null {
  const chosen = dice.pick(world.folders.livingByAttempt(file));
  return chosen && world.killProcess(chosen.attemptId, chosen.pid) ? `${chosen.attemptId} ${file}` : null;
}

async function killMachine(world: World, dice: Dice): Promise<string> {
  await world.killAgent();
  const processes = [
    ...world.folders.livingByAttempt("supervisor.json"),
    ...world.folders.livingByAttempt("trainer.json"),
  ];
  const killed = processes.filter(({ attemptId, pid }) => world.killProcess(attemptId, pid)).length;
  const ms = dice.between(0, AWAY_MS);
  await sleep(ms);
  world.startAgent();
  return `agent and ${killed} processes killed, agent back after ${ms} ms`;
}

/** A network fault: the weather for a while, then a clear sky. */
function weather(name: string, weight: number, forecast: (dice: Dice) => Weather): FaultKind {
  return {
    name: `network ${name}`,
    weight,
    async strike({ network }, dice) {
      const coming = forecast(dice);
      const ms = dice.between(500, AWAY_MS);
      network.become(coming);
      await sleep(ms);
      network.become({ kind: "clear" });
      return `${JSON.stringify(coming)} for ${ms} ms`;
    },
  };
}

/** Every way, in a fixed order: the same seed chooses the same ones. */
export const FAULT_KINDS: readonly FaultKind[] = [
  {
    name: "web server killed",
    weight: 3,
    async strike({ web }, dice) {
      const ms = dice.between(0, AWAY_MS);
      await web.kill();
      await sleep(ms);
      await web.start();
      return `back after ${ms} ms`;
    },
  },
  {
    name: "Postgres killed",
    weight: 3,
    async strike({ store }, dice) {
      const ms = dice.between(0, AWAY_MS);
      store.kill();
      await sleep(ms);
      await store.restart();
      return `back after ${ms} ms`;
    },
  },
  {
    name: "agent killed",
    weight: 3,
    async strike(world, dice) {
      const ms = dice.between(0, AWAY_MS);
      await world.killAgent();
      await sleep(ms);
      world.startAgent();
      return `back after ${ms} ms`;
    },
  },
  { name: "trainer killed", weight: 3, strike: async (world, dice) => killOne(world, dice, "trainer.json") },
  {
    name: "supervisor killed",
    weight: 1,
    strike: async (world, dice) => killOne(world, dice, "supervisor.json"),
  },
  { name: "machine down", weight: 1, strike: killMachine },
  weather("cut", 1, () => ({ kind: "cut" })),
  weather("silent", 1, () => ({ kind: "silent" })),
  weather("slow", 1, (dice) => ({ kind: "slow", ms: dice.between(20, 400) })),
  weather("truncating", 2, (dice) => ({
    kind: "truncate",
    of: dice.pick(["request", "answer"] as const) ?? "answer",
    bytes: dice.between(0, 600),
  })),
  weather("duplicating", 2, () => ({ kind: "twice" })),
  {
    name: "disk full",
    weight: 2,
    whyNot: ({ disk }) => disk.why,
    async strike(world, dice) {
      const ms = dice.between(1000, FULL_MS);
      world.shake();
      world.disk.fill();
      await sleep(ms);
      world.shake();
      world.disk.clear();
      return `for ${ms} ms`;
    },
  },
  {
    name: "clock jumps",
    weight: 2,
    whyNot: ({ clocks }) => clocks.why,
    async strike({ clocks }, dice) {
      const whose = dice.pick(CLOCKS) ?? "web";
      const seconds = dice.between(30, 86_400) * (dice.between(0, 1) === 0 ? -1 : 1);
      const ms = dice.between(1500, WRONG_TIME_MS);
      clocks.set(whose, seconds);
      await sleep(ms);
      clocks.set(whose, 0);
      return `of ${whose} by ${seconds} s for ${ms} ms`;
    },
  },
  {
    name: "engine restarted",
    weight: 2,
    whyNot: ({ wishes }) => (wishes.engine.restart ? "" : "there is no engine between agent and trainer"),
    async strike(world, dice) {
      const { engine } = world.wishes;
      if (engine.restartEndsTrainers) world.shake();
      return (await engine.restart?.(dice)) ?? null;
    },
  },
];

/** Draws one that can be done in this world. */
export function drawFault(world: World, dice: Dice): FaultKind | undefined {
  const possible = FAULT_KINDS.filter((kind) => !kind.whyNot?.(world));
  return dice.pick(possible.flatMap((kind) => Array.from({ length: kind.weight }, () => kind)));
}
