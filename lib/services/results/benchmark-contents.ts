import type { ResultBenchmark } from "@/lib/contracts";
import type { EvaluationRow } from "./rows";

const CONTENT_CHARACTERS = 8;

/**
 * Questions that an evaluation asked. A launch may ask only the first few of a benchmark, whose content stays the same:
 * what stands beside the benchmark is what its very first evaluation asked, so that n is counted here.
 */
function questionsAsked({ evaluation }: EvaluationRow): number {
  return Math.round(evaluation.items / evaluation.settings.decodes);
}

/** One set of questions: the content of a benchmark, as many of it as were asked. */
const setOf = (row: EvaluationRow) => `${row.benchmark.id} ${questionsAsked(row)}`;

/** Sets of questions asked under a key, the one evaluated last first. */
function setsOf(key: string, evaluated: readonly EvaluationRow[]): EvaluationRow[] {
  const newestFirst = evaluated
    .filter((row) => row.benchmark.key === key)
    .sort((a, b) => Number(b.evaluation.completedAt) - Number(a.evaluation.completedAt));
  const sets = new Map<string, EvaluationRow>();
  for (const row of newestFirst) if (!sets.has(setOf(row))) sets.set(setOf(row), row);
  return [...sets.values()];
}

/** A set that must not be compared with the newest: named after what makes it another. */
function apartFrom(newest: EvaluationRow, row: EvaluationRow): ResultBenchmark {
  const questions = questionsAsked(row);
  const hash = row.benchmark.contentSha256.slice(0, CONTENT_CHARACTERS);
  const isOther = row.benchmark.id !== newest.benchmark.id;
  const isCut = questions !== questionsAsked(newest);
  const suffix = [isOther ? hash : "", isCut ? String(questions) : ""].filter(Boolean).join("-");
  const words = isOther ? `other questions: ${hash}` : `${questions} of its questions`;
  return {
    key: `${row.benchmark.key}@${suffix}`,
    title: `${row.benchmark.title} (${words})`,
    questions,
  };
}

/**
 * The benchmarks of an ablation, and under which key each evaluation is told. A trainer that was updated between two
 * runs may bring other questions under the same key, and two launches may ask differently many; accuracies on those must
 * not be compared, so that the set evaluated last keeps the key and each other one is a benchmark of its own.
 */
export function benchmarksOf(keys: readonly string[], evaluated: readonly EvaluationRow[]) {
  const keyOfSet = new Map<string, string>();
  const benchmarks = keys.flatMap((key): ResultBenchmark[] => {
    const [newest, ...others] = setsOf(key, evaluated);
    if (!newest) return [{ key, title: key, questions: 0 }];
    const named = others.map((row) => ({ row, benchmark: apartFrom(newest, row) }));
    const first = { key, title: newest.benchmark.title, questions: questionsAsked(newest) };
    for (const { row, benchmark } of [{ row: newest, benchmark: first }, ...named])
      keyOfSet.set(setOf(row), benchmark.key);
    return [first, ...named.map(({ benchmark }) => benchmark)];
  });
  return { benchmarks, keyOf: (row: EvaluationRow) => keyOfSet.get(setOf(row)) };
}
