import type { ResultCell } from "@/lib/contracts/results";
import type { CompareInput } from "./compare-arms";

/** Questions of every benchmark of the fixture. */
export const QUESTIONS = 300;
type Correct = Record<string, Record<string, number[]>>;

/** Cells from right answers: benchmark -> arm -> one count per seed 0, 1, 2, … */
export function cellsOf(correct: Correct): ResultCell[] {
  return Object.entries(correct).flatMap(([benchmark, arms]) =>
    Object.entries(arms).flatMap(([arm, counts]) =>
      counts.map((right, seed) => ({
        arm,
        seed,
        benchmark,
        runId: `run_${arm}${seed}`,
        evaluationId: `evl_${arm}${seed}`,
        warmUpRunId: `run_warmup${seed}`,
        reportedPercent: null,
        trainStep: 100,
        correct: right,
        graded: QUESTIONS,
        ungraded: 0,
        decodes: 1,
        temperature: 0,
      })),
    ),
  );
}

/** An ablation's measured facts from such counts: declared arms that share their warm-ups. */
export function inputOf(correct: Correct, over: Partial<CompareInput> = {}): CompareInput {
  const keys = [...new Set(Object.values(correct).flatMap((arms) => Object.keys(arms)))];
  return {
    arms: keys.map((key, position) => ({
      key,
      armId: `arm_${key}`,
      name: key,
      position,
      sharesWarmUp: true,
      source: "trained",
      origin: null,
    })),
    benchmarks: Object.keys(correct).map((key) => ({ key, title: key, questions: QUESTIONS })),
    cells: cellsOf(correct),
    baselineArm: null,
    contrast: null,
    ...over,
  };
}
