import type { StepLabel } from "@/lib/contracts";
import { compareJudgements, type Judged } from "@/lib/domain/compare-judgements";
import { deniesFirstError, firstErrorOf } from "@/lib/domain/judgement";

/** What counts as true of a trace. */
export interface Truth {
  labels: Map<number, StepLabel>;
  firstError: number | null;
}

/** What more than half of those who say anything say; null: no such thing. */
function majorityOf<T>(said: readonly T[]): T | null {
  const counts = new Map<T, number>();
  for (const one of said) counts.set(one, (counts.get(one) ?? 0) + 1);
  const found = [...counts].find(([, n]) => 2 * n > said.length);
  return found ? found[0] : null;
}

/** What a single judgement says, its first error derived from the labels where none is stated. */
export function truthOfOne({ labels, firstError }: Judged, stepCount: number): Truth {
  return { labels: new Map(labels), firstError: firstErrorOf(firstError, labels, stepCount).firstError };
}

/** What was decided; where nothing was, what all raters (two at the least) agree on. */
export function truthOfAdjudication(decided: Judged, raters: readonly Judged[], stepCount: number): Truth {
  const { agreed, agreedFirstError } = compareJudgements(raters, stepCount);
  const labels = new Map([...agreed, ...decided.labels]);
  const own = firstErrorOf(decided.firstError, decided.labels, stepCount).firstError;
  return { labels, firstError: own ?? agreedFirstError };
}

/** What more than half of the raters say, of each trace step and of the first error. */
export function truthOfMajority(raters: readonly Judged[], stepCount: number): Truth {
  const labels = new Map<number, StepLabel>();
  for (let i = 1; i <= stepCount; i += 1) {
    const label = majorityOf(raters.flatMap((judged) => judged.labels.get(i) ?? []));
    if (label !== null) labels.set(i, label);
  }
  const named = raters.map((judged) => truthOfOne(judged, stepCount).firstError);
  const errors = named.filter((firstError) => firstError !== null);
  const most = majorityOf(errors);
  // Who names none may say by labels that it is not this one: a vote against it.
  const against = raters.filter(
    (judged, i) => named[i] === null && most !== null && deniesFirstError(most, judged.labels),
  );
  return { labels, firstError: majorityOf([...errors, ...against.map(() => null)]) };
}
