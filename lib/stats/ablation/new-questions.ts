import type { QuestionTable } from "@/lib/contracts/question-results";
import { totalDifference } from "../total-difference";
import { clusterIds, clusterTable, completeQuestions, scoreTable } from "./question-tables";
import type { NamedInterval } from "./types";
import { SEEDS_FOR_A_VERDICT } from "./verdict";
import { counted, pValue, signedInterval, signedPoints } from "./words";

/** arm minus baseline on one benchmark, as a claim about new seeds and new questions of this kind. */
export type NewQuestionsComparison = {
  arm: string;
  baseline: string;
  benchmark: string;
  paired: boolean;
  /** Seeds of the arm and of the baseline that entered; equal when paired. */
  armSeeds: number;
  baselineSeeds: number;
  /** Questions on which every one of these checkpoints has a verdict, and those left out. */
  questions: number;
  missing: number;
  /** Clusters that the questions come in (three on one video), which then are what varies; null: independent questions. */
  clusters: number | null;
  diff: number | null;
  se: number | null;
  df: number | null;
  /** Not adjusted: a second look at comparisons that Holm's family counts once. Null without an interval. */
  p: number | null;
  interval: NamedInterval | null;
  sentence: string;
};

/**
 * Two arms over seeds x questions, generalising to new questions too: `totalDifference` on the questions that all
 * checkpoints have a verdict on. `paired`: the arms share their warm-ups seed by seed (as the comparison over seeds
 * says); only shared seeds enter then. Questions in clusters enter as clusters, since new ones would come as such. Below two seeds an arm: no interval.
 */
export function compareOnNewQuestions(
  table: QuestionTable,
  arm: string,
  baseline: string,
  { paired, level = 0.95 }: { paired: boolean; level?: number },
): NewQuestionsComparison {
  const [a, b] = [scoreTable(table, arm), scoreTable(table, baseline)];
  const keep = (own: typeof a, other: typeof a) =>
    own.scores.filter((_, i) => !paired || other.seeds.includes(own.seeds[i] ?? Number.NaN));
  const { tables, left, columns } = completeQuestions([keep(a, b), keep(b, a)]);
  const [full = [], fullBaseline = []] = tables;
  const ids = clusterIds(table.questions, columns);
  const asUnits = (scores: number[][]) => (ids ? clusterTable(scores, ids) : scores);
  const test = totalDifference(asUnits(full), asUnits(fullBaseline), { paired, level });
  const interval: NamedInterval | null =
    test.lo === null || test.hi === null
      ? null
      : {
          ...{ lo: test.lo, hi: test.hi, level, random: "new seeds, new questions" },
          method: test.isOverSeeds ? "t over seeds, wider than two-way t" : "two-way t",
        };
  const facts = {
    arm,
    baseline,
    benchmark: table.benchmark,
    paired,
    armSeeds: full.length,
    baselineSeeds: fullBaseline.length,
    questions: full[0]?.length ?? 0,
    missing: left,
    clusters: ids ? new Set(ids).size : null,
    diff: test.diff,
    se: test.se,
    df: test.df,
    p: test.p,
    interval,
  };
  return { ...facts, sentence: sentenceOf(facts) };
}

function sentenceOf(facts: Omit<NewQuestionsComparison, "sentence">): string {
  const { diff, interval, p, df, armSeeds, baselineSeeds, questions, missing, clusters } = facts;
  if (diff === null) return "No question on which both arms have a verdict.";
  const seeds = Math.min(armSeeds, baselineSeeds);
  const few = seeds < SEEDS_FOR_A_VERDICT;
  const range =
    interval && df !== null
      ? ` ${signedInterval(interval.lo, interval.hi)} (${Math.round(100 * interval.level)}%, ${interval.method} with ${df.toFixed(1)} degrees of freedom)`
      : "";
  const tested = few || p === null ? "" : `, ${pValue(p)}, not adjusted`;
  const basis = ` over ${counted(seeds, "seed")} an arm and ${counted(questions, "question")}${clusters === null ? "" : ` in ${counted(clusters, "cluster")}`}.`;
  const verdict = few ? ` Not enough seeds for a verdict: ${SEEDS_FOR_A_VERDICT} are needed.` : "";
  const left = missing === 0 ? "" : ` ${counted(missing, "question")} without all verdicts left out.`;
  return `${signedPoints(diff)} points${range}${tested}${basis}${verdict}${left} A claim about new seeds and new questions of this kind.`;
}
