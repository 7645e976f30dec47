import type { Queryable } from "@/db/client";
import { selectStepScores, selectTraceScores } from "@/db/queries/trace-scores-read";
import type { Scorer, ScorerView } from "@/lib/contracts";

interface StepRow {
  scorer: Scorer;
  score: ScorerView["steps"][number] & { traceId: string };
}
interface TraceRow {
  scorer: Scorer;
  score: { firstError: number | null; value: number | null; note: string };
}

/** People first, since their word is what the others are held against; then what is counted; then what is guessed. */
const ORDER: readonly Scorer["kind"][] = ["human", "continuations", "empirical", "prm", "judge"];

/** Everything each scorer says of one trace, together under that scorer. */
export function gatherScorers(steps: readonly StepRow[], traces: readonly TraceRow[]): ScorerView[] {
  const byId = new Map<string, ScorerView>();
  const viewOf = (scorer: Scorer) => {
    const view = byId.get(scorer.id) ?? { ...scorer, steps: [], trace: null };
    byId.set(scorer.id, view);
    return view;
  };
  for (const { scorer, score } of steps) {
    const { traceStep, value, label, successes, n, note, tags } = score;
    viewOf(scorer).steps.push({ traceStep, value, label, successes, n, note, tags });
  }
  for (const { scorer, score } of traces) {
    const { firstError, value, note } = score;
    viewOf(scorer).trace = { firstError, value, note };
  }
  return [...byId.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** Every scorer beside the continuations that speaks about a trace, each with all that it says. */
export async function scorersOf(db: Queryable, traceId: string): Promise<ScorerView[]> {
  return gatherScorers(await selectStepScores(db, traceId), await selectTraceScores(db, traceId));
}
