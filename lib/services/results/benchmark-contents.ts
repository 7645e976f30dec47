import type { ResultBenchmark } from "@/lib/contracts";
import type { EvaluationRow } from "./rows";

const CONTENT_CHARACTERS = 8;

/** Contents of a benchmark as evaluated, the one evaluated last first. */
function contentsOf(key: string, evaluated: readonly EvaluationRow[]) {
  const newestFirst = evaluated
    .filter((row) => row.benchmark.key === key)
    .sort((a, b) => Number(b.evaluation.completedAt) - Number(a.evaluation.completedAt));
  return [...new Map(newestFirst.map(({ benchmark }) => [benchmark.id, benchmark])).values()];
}

/**
 * The benchmarks of an ablation, and under which key each stored one is told. A trainer that was updated between two
 * runs may bring other questions under the same key; accuracies on those must not be compared, so that the content
 * evaluated last keeps the key and each other one is a benchmark of its own, named after its hash.
 */
export function benchmarksOf(keys: readonly string[], evaluated: readonly EvaluationRow[]) {
  const keyOf = new Map<string, string>();
  const benchmarks = keys.flatMap((key): ResultBenchmark[] => {
    const [newest, ...others] = contentsOf(key, evaluated);
    if (!newest) return [{ key, title: key, questions: 0 }];
    keyOf.set(newest.id, key);
    const apart = others.map(({ id, title, contentSha256, questions }) => {
      const hash = contentSha256.slice(0, CONTENT_CHARACTERS);
      keyOf.set(id, `${key}@${hash}`);
      return { key: `${key}@${hash}`, title: `${title} (other questions: ${hash})`, questions };
    });
    return [{ key, title: newest.title, questions: newest.questions }, ...apart];
  });
  return { benchmarks, keyOf };
}
