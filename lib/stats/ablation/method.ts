import type { ResultBenchmark } from "@/lib/contracts/results";
import { clusterWords, isClustered, isOverQuestions } from "./clusters";
import type { ArmComparison, ArmSummary, CompareOptions } from "./types";

type Made = {
  comparisons: readonly ArmComparison[];
  summaries: readonly ArmSummary[];
  benchmarks: readonly ResultBenchmark[];
  /** Comparisons that Holm's adjustment counts. */
  family: number;
  /** False for a selection of runs: nobody declared it before a launch. */
  declared: boolean;
};

/** How a comparison was computed, in sentences for a footnote and for exports: what is not there is not described. */
export function methodOf(made: Made, { level, alpha, power, delta }: CompareOptions): string[] {
  const percent = (share: number) => `${Math.round(100 * share)}%`;
  const { comparisons, summaries, benchmarks, family, declared } = made;
  const clustered = benchmarks.filter(
    (benchmark) =>
      isClustered(benchmark) &&
      [...comparisons, ...summaries].some(
        (each) => each.benchmark === benchmark.key && isOverQuestions(each.interval),
      ),
  );
  const counts = declared ? "declared comparisons" : "comparisons of this selection";
  const seeds = [
    `Arms whose runs of a seed share that seed's warm-up are compared by t on the differences of the same seed, others by Welch's t.`,
    `Holm's adjustment counts ${family} ${counts} (arm pairs x benchmarks), whatever is in view; verdicts at ${alpha}.`,
    `Practically equal: the ${percent(1 - 2 * alpha)} interval lies within ±${100 * delta} points. Smallest difference and seeds needed: ${percent(power)} power by the noncentral t, one comparison on its own.`,
  ];
  const lines: [boolean, string][] = [
    [
      true,
      `Dots are seeds; the interval of an arm is t over its seeds (${percent(level)}, new seeds, same questions). One seed: Wilson on its questions, retraining noise unknown.`,
    ],
    ...seeds.map((line): [boolean, string] => [
      family > 0 || comparisons.some(({ role }) => role !== "reported"),
      line,
    ]),
    [
      comparisons.some(({ basis }) => basis === "questions"),
      `Where one side has a single run, the difference has Newcombe's interval for unpaired counts (${percent(level)}, new questions, these checkpoints) and no p: retraining noise is unknown.`,
    ],
    [
      summaries.some(({ countKnown }) => !countKnown),
      "A reported percentage that is no whole count of the questions has no interval.",
    ],
    ...clustered.map((benchmark): [boolean, string] => [
      true,
      `${benchmark.title}: its ${clusterWords(benchmark)}, which counts cannot take into account: its intervals over questions may be too narrow.`,
    ]),
    [
      comparisons.some(({ givenWarmUp }) => givenWarmUp),
      "Given this warm-up: where all seeds start from one warm-up, its own noise is in no interval.",
    ],
    [true, "The mean over benchmarks weighs each the same and is exploratory."],
  ];
  return lines.filter(([holds]) => holds).map(([, line]) => line);
}
