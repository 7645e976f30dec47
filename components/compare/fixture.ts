import type { AblationResults, ResultCell } from "@/lib/contracts/results";

/** Results of two arms that share warm-ups on one benchmark, from accuracies in right answers of `n`. */
export function resultsOf(correct: Record<string, number[]>, n = 400): AblationResults {
  const keys = Object.keys(correct);
  const cells = keys.flatMap((arm) =>
    (correct[arm] ?? []).map(
      (right, i): ResultCell => ({
        arm,
        seed: i + 1,
        benchmark: "sums",
        runId: `run_0000000${i}`,
        evaluationId: `evl_0000000${i}`,
        warmUpRunId: `run_warmup0${i}`,
        reportedPercent: null,
        trainStep: 100,
        correct: right,
        graded: n,
        ungraded: 0,
        decodes: 1,
        temperature: 0,
      }),
    ),
  );
  return {
    ablationId: "abl_00000001",
    name: "test",
    seeds: [1, 2, 3],
    arms: keys.map((key, position) => ({
      key,
      armId: `arm_0000000${position}`,
      name: key.replace("-", " "),
      position,
      sharesWarmUp: true,
      source: "trained",
      origin: null,
    })),
    benchmarks: [{ key: "sums", title: "Sums", questions: n }],
    cells,
    costs: [],
    baselineArm: keys[0] ?? null,
    contrast: null,
    pending: 0,
    failed: 0,
  };
}
