/** Train steps from..to (both included; null: open) of which an attempt's points are the current ones. */
export interface AttemptSpan {
  attemptId: string;
  from: number;
  to: number | null;
}

/**
 * Which attempt speaks for which train steps: from its first train step on, a later attempt supersedes what earlier
 * ones stored. Attempts are given in order, each with the first train step it logged.
 */
export function currentSpansOf(inOrder: readonly { attemptId: string; first: number }[]): AttemptSpan[] {
  const spans: AttemptSpan[] = [];
  let next: number | null = null;
  for (const { attemptId, first } of [...inOrder].reverse()) {
    if (next !== null && first >= next) continue;
    spans.unshift({ attemptId, from: first, to: next === null ? null : next - 1 });
    next = first;
  }
  return spans;
}
