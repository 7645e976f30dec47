import { type Histogram, histogramPair } from "./histogram";
import { type Change, largestChanges } from "./largest-changes";
import { type Moments, momentsOf } from "./moments-of";
import { type RankAgreement, rankAgreement } from "./rank-agreement";
import type { Rescored } from "./rescored";
import { at, groupCount, type ResponseTable } from "./response-table";
import { type SignChanges, signChanges } from "./sign-changes";
import { type Signal, signalOf } from "./signal";
import { type UnknownRewards, unknownRewards } from "./unknown-rewards";

/** One quantity under both settings. */
export type BeforeAfter<T> = { before: T; after: T };

/** What changing the reward does to stored responses, and how many stand behind each number. */
export type WhatIfSummary = {
  responses: number;
  groups: number;
  /** Groups of which not all responses are stored: left out of everything about advantages and signal. */
  incompleteGroups: number;
  rewards: BeforeAfter<Moments> & { histogram: Histogram };
  /** Over the responses that have an advantage. */
  advantages: BeforeAfter<Moments> & { histogram: Histogram };
  signal: BeforeAfter<Signal>;
  unknown: BeforeAfter<UnknownRewards>;
  signs: SignChanges;
  ranks: RankAgreement;
  /** The largest changes of the advantage, largest first. */
  examples: Change[];
};

/**
 * Compares two rescorings of the same table, usually as trained and as it might have been. It says what the update of each
 * stored response would have been pushed by, and not what training with it would have led to: later responses would have
 * been other ones.
 * @param options.examples how many of the largest changes are told
 * @param options.bins bins of each histogram; odd, so that one is centred at an advantage of 0
 */
export function whatIf(
  table: ResponseTable,
  before: Rescored,
  after: Rescored,
  { examples = 20, bins = 41 }: { examples?: number; bins?: number } = {},
): WhatIfSummary {
  const both = <T>(value: (scored: Rescored) => T): BeforeAfter<T> => ({
    before: value(before),
    after: value(after),
  });
  return {
    responses: table.size,
    groups: groupCount(table),
    incompleteGroups: incompleteGroups(table),
    rewards: {
      ...both((scored) => momentsOf(scored.rewards)),
      histogram: histogramPair(before.rewards, after.rewards, { bins, around: null }),
    },
    advantages: {
      ...both((scored) => momentsOf(scored.advantages)),
      histogram: histogramPair(before.advantages, after.advantages, { bins, around: 0 }),
    },
    signal: both((scored) => signalOf(table, scored.rewards)),
    unknown: both(unknownRewards),
    signs: signChanges(before.advantages, after.advantages),
    ranks: rankAgreement(table, before.rewards, after.rewards),
    examples: largestChanges(before, after, examples),
  };
}

function incompleteGroups(table: ResponseTable): number {
  let count = 0;
  for (let g = 0; g < groupCount(table); g += 1) count += Number(at(table.groupComplete, g) === 0);
  return count;
}
