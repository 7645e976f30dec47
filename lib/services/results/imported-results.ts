import type { ResultArm, ResultBenchmark, ResultCell, ResultSetFile } from "@/lib/contracts";
import { countFromPercent } from "@/lib/stats/counts-of-percent";
import { shortId, UniqueKeys } from "./unique-keys";

/** An imported set as stored. */
export interface StoredResultSet {
  id: string;
  file: ResultSetFile;
}

/** What a selection holds before a set is laid beside it. */
export interface Laid {
  arms: ResultArm[];
  benchmarks: ResultBenchmark[];
  cells: ResultCell[];
}

/** Reported results tell no seed: each arm is one training, and this number pairs it with nothing. */
export const IMPORTED_SEED = 0;

/**
 * Lays an imported set beside other results. Benchmarks that only such sets have are marked: what an ablation declared
 * stays what it is, whatever is laid beside it. Its cells join the benchmark of the same key and the same number of
 * questions; where only the number differs the questions are others, and the benchmark stands apart and says so. Arm
 * keys that are taken get the set's id behind them.
 * @returns everything laid so far, and what each arm of the file is called now
 */
export function layBeside(laid: Laid, { id, file }: StoredResultSet, amongOthers: boolean) {
  const keys = new UniqueKeys(laid.arms.map(({ key }) => key));
  const armKeys = new Map(file.arms.map(({ key }) => [key, keys.take(key, shortId(id))]));
  const keyOfArm = (key: string) => armKeys.get(key) ?? key;
  const position = 1 + Math.max(-1, ...laid.arms.map((arm) => arm.position));
  const arms = file.arms.map(
    ({ key, name, footnote }, i): ResultArm => ({
      key: keyOfArm(key),
      armId: null,
      name,
      position: position + i,
      sharesWarmUp: false,
      source: "imported",
      origin: amongOthers ? file.name : null,
      ...(footnote === null ? {} : { note: footnote }),
    }),
  );
  const { benchmarks, keyOf } = joined(laid.benchmarks, file);
  const cells = file.cells.flatMap((cell) => {
    const benchmark = file.benchmarks.find(({ key }) => key === cell.benchmark);
    return benchmark ? [cellOf(cell, benchmark.questions, keyOfArm(cell.arm), keyOf(benchmark))] : [];
  });
  return {
    laid: { arms: [...laid.arms, ...arms], benchmarks, cells: [...laid.cells, ...cells] },
    keyOfArm,
  };
}

type FileBenchmark = ResultSetFile["benchmarks"][number];

function joined(there: readonly ResultBenchmark[], file: ResultSetFile) {
  const benchmarks = [...there];
  const keyOf = new Map<string, string>();
  for (const { key, title, questions, clusters } of file.benchmarks) {
    const apart = `${key}@${questions}`;
    const same = benchmarks.find((b) => (b.key === key || b.key === apart) && b.questions === questions);
    const free = benchmarks.every((benchmark) => benchmark.key !== key);
    keyOf.set(key, same?.key ?? (free ? key : apart));
    if (same) continue;
    const named = free
      ? { key, title }
      : { key: apart, title: `${title} (imported: ${questions} questions)` };
    benchmarks.push({ ...named, questions, ...(clusters === null ? {} : { clusters }), imported: true });
  }
  return { benchmarks, keyOf: ({ key }: FileBenchmark) => keyOf.get(key) ?? key };
}

/** Of what was not reported (decodes, temperature, train step) the cell tells the plainest case. */
function cellOf(
  { percent, decimals, correct }: ResultSetFile["cells"][number],
  questions: number,
  arm: string,
  benchmark: string,
): ResultCell {
  const counted = percent === undefined ? null : countFromPercent(percent, decimals, questions);
  return {
    arm,
    seed: IMPORTED_SEED,
    benchmark,
    runId: null,
    evaluationId: null,
    warmUpRunId: null,
    trainStep: 0,
    correct: correct ?? counted,
    reportedPercent: percent ?? null,
    graded: questions,
    ungraded: 0,
    decodes: 1,
    temperature: 0,
  };
}
