import type { ImportedScorer, ImportedTrace } from "@/lib/contracts";

/** A scorer's name for comparisons: kind, name and version together. */
export const scorerKey = ({ kind, name, version }: ImportedScorer): string =>
  JSON.stringify([kind, name, version]);

/**
 * What the shape of a record cannot say: that spans lie in the response, that a scorer speaks once about a thing.
 * @returns a sentence naming the field, or null where all is well
 */
export function faultOf(trace: ImportedTrace): string | null {
  return faultOfSpans(trace) ?? faultOfScores(trace) ?? faultOfTokens(trace);
}

function faultOfSpans({ response, traceSteps }: ImportedTrace): string | null {
  const length = [...response].length;
  let from = 0;
  for (const [i, { text }] of traceSteps.entries()) {
    const field = `traceSteps.${i}.text`;
    if (text.start < from) return `${field}: begins before the step before it ends`;
    if (text.end > length) return `${field}: ends behind the response, which has ${length} characters`;
    from = text.end;
  }
  return null;
}

function faultOfScores({ traceSteps, scores }: ImportedTrace): string | null {
  for (const [i, step] of traceSteps.entries())
    if (repeats(step.scores.map(({ scorer }) => scorer)))
      return `traceSteps.${i}.scores: one scorer speaks twice; give the two different names or versions`;
  if (repeats(scores.map(({ scorer }) => scorer)))
    return "scores: one scorer speaks twice about the trace; give the two different names or versions";
  const beyond = scores.find(({ firstError }) => firstError !== null && firstError > traceSteps.length);
  return beyond
    ? `scores: the first error is ${beyond.firstError}, and there are ${traceSteps.length} steps`
    : null;
}

function repeats(scorers: readonly ImportedScorer[]): boolean {
  return new Set(scorers.map(scorerKey)).size < scorers.length;
}

function faultOfTokens({ response, tokenScores }: ImportedTrace): string | null {
  if (tokenScores === null) return null;
  const { ends } = tokenScores;
  const length = [...response].length;
  const isRising = ends.every((end, i) => end >= (ends[i - 1] ?? 0) && end <= length);
  return isRising ? null : "tokenScores.ends: must rise and lie in the response";
}
