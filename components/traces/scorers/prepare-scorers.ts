import type { Scorer, ScorerKind, ScorerView, StepLabel, StepScore } from "@/lib/contracts";
import { formatValue } from "@/lib/format/number";

/** What each kind of scorer is, in words. */
export const KIND_WORDS: Record<ScorerKind, { word: string; says: string }> = {
  human: { word: "person", says: "a person's judgement" },
  continuations: { word: "continuations", says: "c from continuations" },
  empirical: {
    word: "empirical",
    says: "empirical c: the share of sampled traces with this prefix that are right, not continuations drawn for it",
  },
  prm: { word: "PRM", says: "a process reward model's score" },
  judge: { word: "judge", says: "a model's judgement" },
};

export const LABEL_LOOKS: Record<StepLabel, { word: string; tone: "ok" | "muted" | "bad" }> = {
  good: { word: "good", tone: "ok" },
  neutral: { word: "neutral", tone: "muted" },
  bad: { word: "bad", tone: "bad" },
};

/** "PRM-7B 2": the scorer's name with its version, if it has one. */
export function scorerName({ name, version }: Pick<Scorer, "name" | "version">): string {
  return version === "" ? name : `${name} ${version}`;
}

/** What one scorer says of one trace step. */
export interface SaidOfStep {
  scorer: Scorer;
  score: StepScore;
  /** This scorer calls it the first wrong step. */
  isFirstError: boolean;
}

/** What every scorer says of one trace step, in the scorers' order; those that say nothing are left out. */
export function saidOfStep(scorers: readonly ScorerView[], traceStep: number): SaidOfStep[] {
  return scorers.flatMap(({ steps, trace, ...scorer }) => {
    const isFirstError = trace?.firstError === traceStep;
    const score =
      steps.find((step) => step.traceStep === traceStep) ?? (isFirstError ? nothing(traceStep) : null);
    return score ? [{ scorer, score, isFirstError }] : [];
  });
}

const nothing = (traceStep: number): StepScore => ({
  ...{ traceStep, value: null, label: null, successes: null, n: null, note: "", tags: [] },
});

/** A score in words: "0.25 (1/4)", "0.9"; null where the scorer gives no number. */
export function valueInWords({
  value,
  successes,
  n,
}: Pick<StepScore, "value" | "successes" | "n">): string | null {
  if (successes !== null && n !== null) {
    const share = n === 0 ? "missing" : (successes / n).toFixed(2);
    return `${share} (${successes}/${n})`;
  }
  return value === null ? null : formatValue(value, 3);
}

/** What a scorer says of the whole trace, in words; null where it says nothing of it. */
export function verdictInWords({ trace }: Pick<ScorerView, "trace">): string | null {
  if (trace === null) return null;
  const { firstError, value } = trace;
  const parts = [
    firstError === null
      ? null
      : firstError === 0
        ? "no trace step is wrong"
        : `first error at s${firstError}`,
    value === null ? null : `value ${formatValue(value, 3)}`,
  ];
  return parts.filter((part) => part !== null).join(", ") || null;
}
