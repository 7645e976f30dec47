import type { Profile } from "@/lib/contracts";

export interface KnownBenchmark {
  key: string;
  title: string;
  questions: number;
  /** False: the number is assumed until an evaluation has counted them. */
  counted: boolean;
}

/** The benchmarks that the tiny profile generates (trainer: stepwell_trainer/benchmarks). */
export const TINY_BENCHMARKS: KnownBenchmark[] = [
  { key: "tiny-in-distribution", title: "Tiny, like training", questions: 400, counted: true },
  { key: "tiny-harder", title: "Tiny, harder", questions: 400, counted: true },
];

/** Task families of the tiny profile (trainer: stepwell_trainer/tasks). */
export const TINY_FAMILIES = ["basic-arithmetic", "chain-sum", "leg-counting", "number-sorting"];

/** Assumed size of a benchmark whose questions were not counted yet. */
const ASSUMED_QUESTIONS = 1_000;

/** The benchmarks that a profile can be evaluated on. Those of `hf` are named by the profile itself. */
export function benchmarksOf(profile: Profile): KnownBenchmark[] {
  if (profile.kind === "tiny") return TINY_BENCHMARKS;
  return Object.keys(profile.benchmarks).map((key) => ({
    key,
    title: key,
    questions: ASSUMED_QUESTIONS,
    counted: false,
  }));
}
