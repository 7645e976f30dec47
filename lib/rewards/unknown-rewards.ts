import { GATES, type Rescored } from "./rescored";
import { at } from "./response-table";

/** Responses without a reward, by the first reason that holds; all = outcome + gate + process. */
export type UnknownRewards = {
  all: number;
  /** The answer could not be judged and has weight. */
  outcome: number;
  /** Lost continuations leave the gate undetermined. */
  gate: number;
  /** No c_i is known (none asked for, or all lost), or what the scheme needs of the group is not. */
  process: number;
};

const UNDETERMINED = GATES.indexOf("undetermined");

/** Counts the responses whose reward is unknown under the settings. */
export function unknownRewards(scored: Rescored): UnknownRewards {
  const counts: UnknownRewards = { all: 0, outcome: 0, gate: 0, process: 0 };
  scored.rewards.forEach((reward, i) => {
    if (!Number.isNaN(reward)) return;
    counts.all += 1;
    counts[reasonOf(scored, i)] += 1;
  });
  return counts;
}

function reasonOf(scored: Rescored, i: number): "outcome" | "gate" | "process" {
  if (scored.weights.outcome > 0 && Number.isNaN(at(scored.outcomeGated, i))) return "outcome";
  return at(scored.gate, i) === UNDETERMINED ? "gate" : "process";
}
