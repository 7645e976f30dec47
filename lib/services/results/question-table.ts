import type { EvaluationVerdicts } from "@/db/queries/question-results";
import type { QuestionTable } from "@/lib/contracts";

interface Counts {
  right: number[];
  graded: number[];
}

/**
 * Verdicts of evaluations of one benchmark as counts per question, all in one order (by key, in code units). A question
 * that an evaluation lacks has 0 graded there; its cluster is the one that any evaluation tells.
 */
export function countByQuestion(evaluations: readonly EvaluationVerdicts[]): {
  questions: QuestionTable["questions"];
  countsOf: Map<string, Counts>;
} {
  const clusterOf = new Map<string, string | null>();
  for (const { questions, clusters } of evaluations)
    for (const [i, key] of questions.entries()) clusterOf.set(key, clusterOf.get(key) ?? clusters[i] ?? null);
  const keys = [...clusterOf.keys()].sort();
  const placeOf = new Map(keys.map((key, place) => [key, place]));
  return {
    questions: keys.map((key) => ({ key, cluster: clusterOf.get(key) ?? null })),
    countsOf: new Map(evaluations.map((each) => [each.evaluationId, countsOf(each, placeOf)])),
  };
}

function countsOf({ questions, verdicts }: EvaluationVerdicts, placeOf: ReadonlyMap<string, number>): Counts {
  const right = Array.from(placeOf, () => 0);
  const graded = Array.from(placeOf, () => 0);
  for (const [i, key] of questions.entries()) {
    const place = placeOf.get(key);
    if (place === undefined || verdicts[i] === "u") continue;
    graded[place] = (graded[place] ?? 0) + 1;
    if (verdicts[i] === "r") right[place] = (right[place] ?? 0) + 1;
  }
  return { right, graded };
}
