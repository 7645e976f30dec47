import type { QuestionRow, QuestionTable } from "@/lib/contracts/question-results";
import { mcnemar } from "../contingency";
import { tTwoSidedP } from "../distributions";
import { pairedProportionInterval } from "../proportions";
import { clusteredSe } from "../questions";
import { tInterval } from "../seeds";
import type { NamedInterval } from "./types";
import { counted, pValue, signedInterval, signedPoints } from "./words";

/**
 * How two checkpoints did on one question. With several decodes: right or wrong in every decode of both, else the one
 * with the larger share of right decodes, else tied.
 */
export type QuestionOutcome = "both-right" | "only-a" | "only-b" | "both-wrong" | "tied" | "missing";

export type CheckpointComparison = {
  /** Questions on which both have a verdict; those where one has none are `missing`, never wrong. */
  questions: number;
  missing: number;
  /** Most decodes of a question: above 1 the answers compared are shares of right decodes. */
  decodes: number;
  /** In the order of the table's questions. */
  outcomes: QuestionOutcome[];
  counts: Record<QuestionOutcome, number>;
  /** Share right of A less that of B over the compared questions, -1..1; null of none. */
  diff: number | null;
  interval: NamedInterval | null;
  p: number | null;
  test: string | null;
  /** Number of clusters where questions come in groups, with the design effect; else null. */
  clusters: { count: number; designEffect: number | null } | null;
  /** McNemar's exact p of single decodes; where there are clusters it ignores them and is told beside, not used. */
  mcnemar: number | null;
  sentence: string;
};

type Pair = { a: number; b: number; cluster: string | null };
type Test = Pick<CheckpointComparison, "interval" | "p" | "test" | "clusters">;

const RANDOM = "new questions of this kind, these two checkpoints";

/**
 * Compares two checkpoints on the same questions: a claim about these two, never about the methods that trained them,
 * since retraining noise is not in it (statistics.md 5). One decode: exact McNemar with Bonett and Price's interval.
 * Several: paired t(Q-1) on the questions' shares. Questions in clusters (three on one video): cluster-robust t(G-1) on
 * the differences, McNemar beside it. Rows are those of one table, in the order of its questions. No question with two
 * verdicts, or differences without spread where a t is needed: no interval and no p.
 */
export function compareCheckpoints(
  a: QuestionRow,
  b: QuestionRow,
  questions: QuestionTable["questions"],
  { level = 0.95 }: { level?: number } = {},
): CheckpointComparison {
  const outcomes = questions.map((_, i) => outcomeOf(a, b, i));
  const pairs = questions.flatMap(({ cluster }, i): Pair[] => {
    if (outcomes[i] === "missing") return [];
    return [{ a: shareOf(a, i), b: shareOf(b, i), cluster }];
  });
  const counts = countsOf(outcomes);
  const decodes = Math.max(0, ...a.graded, ...b.graded);
  const single = decodes <= 1;
  const diff = pairs.length === 0 ? null : pairs.reduce((sum, { a, b }) => sum + a - b, 0) / pairs.length;
  const told = {
    questions: pairs.length,
    missing: counts.missing,
    decodes,
    outcomes,
    counts,
    diff,
    mcnemar: single && pairs.length > 0 ? mcnemar(counts["only-a"], counts["only-b"]).pExact : null,
    ...testOf(pairs, counts, single, level),
  };
  return { ...told, sentence: sentenceOf(told) };
}

function shareOf(row: QuestionRow, i: number): number {
  return (row.right[i] ?? 0) / (row.graded[i] ?? 1);
}

function outcomeOf(a: QuestionRow, b: QuestionRow, i: number): QuestionOutcome {
  if (!a.graded[i] || !b.graded[i]) return "missing";
  const [shareA, shareB] = [shareOf(a, i), shareOf(b, i)];
  if (shareA > shareB) return "only-a";
  if (shareB > shareA) return "only-b";
  if (shareA === 1) return "both-right";
  return shareA === 0 ? "both-wrong" : "tied";
}

function countsOf(outcomes: readonly QuestionOutcome[]): Record<QuestionOutcome, number> {
  const counts = { "both-right": 0, "only-a": 0, "only-b": 0, "both-wrong": 0, tied: 0, missing: 0 };
  for (const outcome of outcomes) counts[outcome] += 1;
  return counts;
}

/** Clusters that hold more than one question between them; a cluster a question is no cluster. */
function clustersOf(pairs: readonly Pair[]): string[] | null {
  const ids = pairs.map(({ cluster }, i) => (cluster === null ? `question ${i}` : `cluster ${cluster}`));
  return new Set(ids).size < ids.length ? ids : null;
}

function testOf(
  pairs: readonly Pair[],
  counts: Record<QuestionOutcome, number>,
  single: boolean,
  level: number,
): Test {
  const clusters = clustersOf(pairs);
  const each = pairs.map(({ a, b }) => a - b);
  if (clusters) return clusteredTest(each, clusters, level);
  if (!single) return pairedTest(each, level);
  const { lo, hi } = pairedProportionInterval(counts["only-a"], counts["only-b"], pairs.length, level);
  if (lo === null || hi === null) return { interval: null, p: null, test: null, clusters: null };
  return {
    interval: { lo, hi, level, method: "Bonett-Price", random: RANDOM },
    p: mcnemar(counts["only-a"], counts["only-b"]).pExact,
    test: "exact McNemar",
    clusters: null,
  };
}

function clusteredTest(each: readonly number[], ids: readonly string[], level: number): Test {
  const { mean, cr1, df, deff, lo, hi } = clusteredSe(each, ids, level);
  const clusters = { count: new Set(ids).size, designEffect: deff };
  if (!cr1 || !df || mean === null || lo === null || hi === null)
    return { interval: null, p: null, test: null, clusters };
  return {
    interval: { lo, hi, level, method: "cluster-robust t", random: RANDOM },
    p: tTwoSidedP(mean / cr1, df),
    test: "cluster-robust t on the questions' differences",
    clusters,
  };
}

function pairedTest(each: readonly number[], level: number): Test {
  const { mean, se, lo, hi, n } = tInterval(each, level);
  if (!se || mean === null || lo === null || hi === null)
    return { interval: null, p: null, test: null, clusters: null };
  return {
    interval: { lo, hi, level, method: "paired t over questions", random: RANDOM },
    p: tTwoSidedP(mean / se, n - 1),
    test: "paired t on the questions' shares of right decodes",
    clusters: null,
  };
}

const ABOUT = "A claim about these two checkpoints, not about the methods: retraining noise is not in it.";

function sentenceOf({
  questions,
  missing,
  decodes,
  counts,
  diff,
  interval,
  p,
  test,
  clusters,
}: Omit<CheckpointComparison, "sentence">): string {
  if (diff === null) return "No question on which both checkpoints have a verdict.";
  const more = decodes > 1 ? "more often right" : "right only";
  const head = `Of ${counted(questions, "question")}, ${counts["only-a"]} ${more} under A and ${counts["only-b"]} under B: ${signedPoints(diff)} points`;
  const range = interval
    ? ` ${signedInterval(interval.lo, interval.hi)} (${Math.round(100 * interval.level)}%, ${interval.method}${clusters ? ` over ${counted(clusters.count, "cluster")}` : ""})`
    : "";
  const tested =
    p === null || test === null
      ? "; nothing separates them, so there is no test"
      : `, ${pValue(p)} (${test}), not adjusted for other pairs looked at`;
  const left = missing === 0 ? "" : ` ${counted(missing, "question")} without a verdict from both left out.`;
  return `${head}${range}${tested}.${left} ${ABOUT}`;
}
