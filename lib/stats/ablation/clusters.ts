import type { ResultBenchmark } from "@/lib/contracts/results";
import type { NamedInterval } from "./types";

type Groups = Pick<ResultBenchmark, "questions" | "clusters">;

/** Whether some questions of a benchmark belong together (three on one video): such answers are not independent. */
export function isClustered({ questions, clusters }: Groups): boolean {
  return clusters !== undefined && clusters > 0 && clusters < questions;
}

/**
 * "900 questions come in 300 clusters": what an interval over questions from counts alone (Wilson, Newcombe) leaves out
 * (statistics.md 2). Empty where no cluster is known or holds more than one question, and for an interval whose questions
 * stay the same.
 */
export function clusterCaution(benchmark: Groups, interval: NamedInterval | null): string {
  if (!isOverQuestions(interval) || !isClustered(benchmark)) return "";
  return `${clusterWords(benchmark)}, which counts cannot take into account: the interval may be too narrow.`;
}

/** "900 questions come in 300 clusters". */
export function clusterWords({ questions, clusters }: Groups): string {
  return `${questions} questions come in ${clusters} clusters`;
}

/** Whether questions are what would vary. */
export function isOverQuestions(interval: NamedInterval | null): boolean {
  return interval?.random.startsWith("new questions") ?? false;
}
