import type { CostSeed } from "@/lib/contracts/costs";

/** What a training is paid in. */
export type CostMeasure = "tokens" | "responseTokens" | "continuationTokens" | "activeSeconds" | "gpuSeconds";

interface Measure {
  title: string;
  /** One of it, for "per point". */
  unit: string;
  of: (seed: CostSeed) => number;
}

/** Every measure with its unit; tokens and milliseconds as the trainer told them, train steps run again included. */
export const COST_MEASURES: Record<CostMeasure, Measure> = {
  tokens: {
    title: "tokens sampled",
    unit: "tokens",
    of: (seed) => seed.responseTokens + seed.continuationTokens,
  },
  responseTokens: { title: "response tokens", unit: "tokens", of: (seed) => seed.responseTokens },
  continuationTokens: { title: "continuation tokens", unit: "tokens", of: (seed) => seed.continuationTokens },
  activeSeconds: { title: "active time", unit: "s", of: (seed) => seed.activeMs / 1000 },
  gpuSeconds: { title: "GPU time", unit: "GPU-s", of: (seed) => seed.gpuMs / 1000 },
};

/** Phases of a training's active time; `other` is what no phase told (loading, logging, checkpoints). */
export const COST_PHASES = ["responses", "continuations", "grading", "update", "other"] as const;
export type CostPhase = (typeof COST_PHASES)[number];

/** Seconds of one training in a phase. What phases told beyond the active time is clock noise: `other` is never negative. */
export function phaseSeconds(seed: CostSeed, phase: CostPhase): number {
  if (phase !== "other") return seed.seconds[phase];
  const { responses, continuations, grading, update } = seed.seconds;
  return Math.max(0, seed.activeMs / 1000 - responses - continuations - grading - update);
}

/** Trainings that have ended well: an unfinished one would make its arm look cheap. */
export function finishedSeeds(seeds: readonly CostSeed[], arm: string): CostSeed[] {
  const own = seeds.filter((seed) => seed.arm === arm && seed.status === "succeeded");
  return own.sort((a, b) => a.seed - b.seed);
}
