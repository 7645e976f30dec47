import type { LostTreatment } from "@/lib/contracts/reward-config";
import type { GroupOutcomes } from "./advantages";
import { at, type ResponseTable } from "./response-table";
import { type RewardInput, stepCountFault } from "./reward";
import type { SchemeConstants } from "./schemes/scheme";
import type { ContinuationCounts } from "./step-counts";

/** Counts of row i's trace steps, lost continuations taken for what `lost` says. */
export function countsOf(
  table: ResponseTable,
  i: number,
  lost: LostTreatment = "missing",
): ContinuationCounts[] {
  const counts: ContinuationCounts[] = [];
  for (let s = at(table.stepStart, i); s < at(table.stepStart, i + 1); s += 1) {
    const requested = at(table.requested, s);
    const returned = at(table.returned, s);
    const successes = at(table.successes, s);
    if (lost === "missing") counts.push({ requested, returned, successes });
    else if (lost === "failures") counts.push({ requested, returned: requested, successes });
    else counts.push({ requested, returned: requested, successes: successes + requested - returned });
  }
  return counts;
}

/** Whether the answer of row i is right; null = nobody could tell. */
export function outcomeOf(table: ResponseTable, i: number): boolean | null {
  const outcome = at(table.outcome, i);
  return outcome < 0 ? null : outcome === 1;
}

/** Row i as the reward function takes it. */
export function inputOf(
  table: ResponseTable,
  i: number,
  lost: LostTreatment,
  group: GroupOutcomes | null,
): RewardInput {
  return {
    grammarValid: at(table.grammarValid, i) === 1,
    stepCount: at(table.stepCount, i),
    responseTokens: at(table.responseTokens, i),
    outcome: outcomeOf(table, i),
    counts: countsOf(table, i, lost),
    group,
  };
}

/**
 * Outcomes behind c_0 of group g under the bounds on K: a response of invalid format counts as wrong, one that nobody
 * could judge is left out. Null where the group is not stored whole: a share of some of it would be another number.
 */
export function groupOutcomesOf(
  table: ResponseTable,
  g: number,
  bounds: Pick<SchemeConstants, "stepMin" | "stepMax">,
): GroupOutcomes | null {
  if (at(table.groupComplete, g) === 0) return null;
  let right = 0;
  let graded = 0;
  for (let i = at(table.groupStart, g); i < at(table.groupStart, g + 1); i += 1) {
    const valid = at(table.grammarValid, i) === 1 && stepCountFault(at(table.stepCount, i), bounds) === null;
    const outcome = at(table.outcome, i);
    if (valid && outcome < 0) continue;
    graded += 1;
    right += Number(valid && outcome === 1);
  }
  return { right, graded };
}
