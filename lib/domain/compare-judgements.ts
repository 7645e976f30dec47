import type { StepLabel } from "@/lib/contracts";
import { deniesFirstError, firstErrorOf } from "./judgement";

/** What one rater says of a trace, as far as raters are compared by it. */
export interface Judged {
  labels: ReadonlyMap<number, StepLabel>;
  /** As stated; null leaves it to the labels. */
  firstError: number | null;
}

export interface Difference {
  /** Trace steps that two raters label differently. One that only some labelled is no difference. */
  differ: number[];
  /** Two raters name different first errors, or one names a first error that another's labels deny. */
  firstErrorDiffers: boolean;
  /** Labels that at least two gave and nobody gave otherwise. */
  agreed: Map<number, StepLabel>;
  /** The first error that at least two name and nobody names otherwise; null: none such. */
  agreedFirstError: number | null;
}

function onlyOne<T>(said: readonly T[]): T | null {
  const [first] = said;
  return first !== undefined && said.length > 1 && said.every((one) => one === first) ? first : null;
}

/** Where the raters of one trace of `stepCount` trace steps differ, and what they agree on. */
export function compareJudgements(judged: readonly Judged[], stepCount: number): Difference {
  const differ: number[] = [];
  const agreed = new Map<number, StepLabel>();
  for (let i = 1; i <= stepCount; i += 1) {
    const said = judged.flatMap(({ labels }) => labels.get(i) ?? []);
    const one = onlyOne(said);
    if (one !== null) agreed.set(i, one);
    else if (said.length > 1) differ.push(i);
  }
  const named = judged.map(
    ({ labels, firstError }) => firstErrorOf(firstError, labels, stepCount).firstError,
  );
  const errors = named.filter((firstError) => firstError !== null);
  const isDenied = judged.some(
    ({ labels }, i) => named[i] === null && errors.some((error) => deniesFirstError(error, labels)),
  );
  const agreedFirstError = isDenied ? null : onlyOne(errors);
  return {
    differ,
    firstErrorDiffers: isDenied || (errors.length > 1 && agreedFirstError === null),
    agreed,
    agreedFirstError,
  };
}
