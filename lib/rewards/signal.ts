import { standardDeviation } from "@/lib/stats/moments";
import { at, groupCount, type ResponseTable } from "./response-table";

/** An SD of rewards up to this is none: the trainer's bound (training/groups.py). */
export const NO_SIGNAL_SD = 1e-8;

/** How many groups move the policy at all. Complete groups only: groups = withSignal + allEqual + fewerThanTwo. */
export type Signal = {
  groups: number;
  withSignal: number;
  /** Two or more rewards, all equal. */
  allEqual: number;
  /** No reward or one: nothing to compare. */
  fewerThanTwo: number;
};

/** Whether one group's rewards tell its responses apart. */
export function groupSignal(rewards: readonly number[]): "withSignal" | "allEqual" | "fewerThanTwo" {
  const sd = standardDeviation(rewards);
  if (sd === null) return "fewerThanTwo";
  return sd > NO_SIGNAL_SD ? "withSignal" : "allEqual";
}

/** Signal of a table's complete groups under a column of rewards (NaN = null). */
export function signalOf(table: ResponseTable, rewards: Float64Array): Signal {
  const signal: Signal = { groups: 0, withSignal: 0, allEqual: 0, fewerThanTwo: 0 };
  for (let g = 0; g < groupCount(table); g += 1) {
    if (at(table.groupComplete, g) === 0) continue;
    const known: number[] = [];
    for (let i = at(table.groupStart, g); i < at(table.groupStart, g + 1); i += 1) {
      const reward = at(rewards, i);
      if (!Number.isNaN(reward)) known.push(reward);
    }
    signal.groups += 1;
    signal[groupSignal(known)] += 1;
  }
  return signal;
}
