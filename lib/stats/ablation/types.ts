/** What a page may claim from S seeds (statistics.md 4). */
export type SeedClaim =
  /** No finished evaluation. */
  | "nothing"
  /** S = 1: the interval knows the questions only. */
  | "question-only"
  /** S = 2: two dots and a grey interval, no verdict. */
  | "grey"
  /** S >= 3: a verdict. */
  | "verdict";

/** An interval that names how it was made. Shares in [0, 1] or differences of shares. */
export type NamedInterval = {
  lo: number;
  hi: number;
  /** Confidence level, 0.95 say. */
  level: number;
  /** "t over seeds", "Wilson", "paired t over seeds", "Welch's t over seeds", "Newcombe from counts", … */
  method: string;
  /** What would vary in a repetition: "new seeds, same questions". */
  random: string;
};

/** One seed of one arm on one benchmark: the dot. Shares in [0, 1]. */
export type SeedDot = {
  seed: number;
  /** Right / graded. Null for the mean over benchmarks' parts that are missing. */
  accuracy: number;
  correct: number | null;
  graded: number | null;
  /** Decodes without a verdict: missing, never wrong. */
  ungraded: number;
  /** The accuracy if every ungraded decode were wrong, or right. */
  ifWrong: number;
  ifRight: number;
  /** Question-only Wilson interval of this dot; null for a mean over benchmarks. */
  wilson: { lo: number; hi: number } | null;
  evaluationId: string | null;
  /** The warm-up that this seed's run started from (or is); dots of two arms are a pair where it is the same. */
  warmUpRunId: string | null;
  /** As it was reported, for imported numbers; else null. */
  reportedPercent: number | null;
  /**
   * Right answers of how many questions, for intervals over questions; with several decodes the sum of the questions'
   * shares. Null for a mean over benchmarks and where the count is not known.
   */
  answers: { right: number; questions: number } | null;
};

/** One arm on one benchmark, or over all of them. */
export type ArmSummary = {
  arm: string;
  /** imported: somebody's reported numbers, one run and no items. */
  source: "trained" | "imported";
  /** Null: the mean over benchmarks. */
  benchmark: string | null;
  exploratory: boolean;
  seeds: SeedDot[];
  /** S. */
  seedCount: number;
  /** n of the benchmark; summed over benchmarks for the mean row. */
  questions: number;
  /** Groups of questions that a reported interval over questions cannot account for; null where none are told. */
  clusters: number | null;
  claim: SeedClaim;
  /** False where a reported percentage is no whole count of the questions: it has no interval. */
  countKnown: boolean;
  /** All of two or more seeds started from one warm-up: the interval holds for this warm-up only. */
  givenWarmUp: boolean;
  mean: number | null;
  sd: number | null;
  interval: NamedInterval | null;
  /** Decodes without a verdict over all seeds, and the mean if they were all wrong, or all right. */
  ungraded: number;
  meanIfWrong: number | null;
  meanIfRight: number | null;
  /** The interval leaves [0, 1]: seeds are few, nothing is clipped. */
  beyondRange: boolean;
  sentence: string;
};

export const VERDICT_WORDS = {
  "not-enough-seeds": "not enough seeds",
  "practically-equal": "practically equal",
  distinguishable: "distinguishable",
  "not-distinguishable": "not distinguishable",
} as const;
export type Verdict = keyof typeof VERDICT_WORDS;

/** How a comparison's p value is read. */
export type ComparisonRole =
  /** In the Holm family of declared arm pairs x benchmarks. */
  | "declared"
  /** The one contrast declared before launch: outside the family. */
  | "contrast"
  /** A reported arm takes part: questions only, outside every family. */
  | "reported"
  /** A mean over benchmarks, or a pair with an undeclared warm-up: shown, never a finding. */
  | "exploratory";

/** arm minus baseline on one benchmark, or over all of them. Differences of shares, -1..1. */
export type ArmComparison = {
  arm: string;
  baseline: string;
  benchmark: string | null;
  role: ComparisonRole;
  design: "paired" | "unpaired";
  /** seeds: a claim about methods; questions: one run on a side, so that only the questions' noise is in the interval. */
  basis: "seeds" | "questions";
  /** Seeds that entered, of the arm and of the baseline; equal when paired. */
  armSeeds: number;
  baselineSeeds: number;
  questions: number;
  diff: number | null;
  /** One difference per shared seed when paired, else empty. */
  seedDifferences: { seed: number; diff: number }[];
  interval: NamedInterval | null;
  /** Whether the interval holds 0; null without one. */
  holdsZero: boolean | null;
  countKnown: boolean;
  /** One warm-up for all seeds of an arm: the claim holds for this warm-up only. */
  givenWarmUp: boolean;
  /** SD over seeds: of the differences when paired, of one arm (pooled) when not; null below two seeds. */
  sd: number | null;
  /** As tested on its own; null for a comparison over questions. */
  p: number | null;
  /** Holm-adjusted; equals p outside the family. */
  pAdjusted: number | null;
  /** Comparisons in the Holm family, 1 outside it. */
  familySize: number;
  verdict: Verdict;
  /** Smallest difference these seeds could have shown, 80% power, on its own. */
  minimumDetectable: number | null;
  /** Seeds per arm needed to see a difference of the observed size. */
  seedsNeeded: number | null;
  sentence: string;
};

export type CompareOptions = {
  /** Level of the intervals shown. */
  level: number;
  /** Significance level of the verdict. */
  alpha: number;
  /** Power behind the smallest difference and the seeds needed. */
  power: number;
  /** Practically equal: the (1 - 2 alpha) interval lies inside ± this share. */
  delta: number;
  /**
   * An arm that everything is also compared with, chosen in view: pairs are turned so that it is the baseline, those not
   * declared are exploratory. The family stays what it is.
   */
  against: string | null;
};

export const DEFAULT_COMPARE_OPTIONS: CompareOptions = {
  level: 0.95,
  alpha: 0.05,
  power: 0.8,
  delta: 0.02,
  against: null,
};
