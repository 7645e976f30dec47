import { ADVANTAGE_EPSILON } from "./advantages";
import type { Rescored } from "./rescored";
import { at, groupCount, type ResponseTable } from "./response-table";

/** Where recomputing under the stored settings does not give what was stored: a sign of damage or of other code. */
export type StoredDifference = {
  /** Responses compared. */
  rewards: number;
  rewardsDiffer: number;
  /** Responses of complete groups with an advantage on either side. */
  advantages: number;
  advantagesDiffer: number;
  /** First rows that differ, for looking at. */
  rows: number[];
};

const REWARD_TOLERANCE = 1e-9;
/** Half a unit in the last place of TRL's single precision, with room for the few operations that pile up on it. */
const SINGLE = 8 * 2 ** -24;
const MOST_ROWS = 20;

/**
 * Compares rewards and advantages as stored with recomputed ones. Null must meet null. Rewards are doubles on both sides
 * (1e-9); advantages come out of TRL in single precision, where R - mean is off by 2^-24 of the largest reward and the
 * division by SD + 1e-4 enlarges that: in a group without signal to a few thousandths.
 */
export function storedDifference(table: ResponseTable, again: Rescored): StoredDifference {
  const found: StoredDifference = {
    rewards: 0,
    rewardsDiffer: 0,
    advantages: 0,
    advantagesDiffer: 0,
    rows: [],
  };
  for (let g = 0; g < groupCount(table); g += 1) {
    const rows = { from: at(table.groupStart, g), to: at(table.groupStart, g + 1) };
    const tolerance = advantageTolerance(again.rewards.subarray(rows.from, rows.to));
    for (let i = rows.from; i < rows.to; i += 1) {
      const rewardDiffers = differ(at(table.storedReward, i), at(again.rewards, i), REWARD_TOLERANCE);
      const stored = at(table.storedAdvantage, i);
      const advantage = at(again.advantages, i);
      const compared = at(table.groupComplete, g) === 1 && !(Number.isNaN(stored) && Number.isNaN(advantage));
      const advantageDiffers = compared && differ(stored, advantage, tolerance + 1e-5 * Math.abs(advantage));
      found.rewards += 1;
      found.rewardsDiffer += Number(rewardDiffers);
      found.advantages += Number(compared);
      found.advantagesDiffer += Number(advantageDiffers);
      if ((rewardDiffers || advantageDiffers) && found.rows.length < MOST_ROWS) found.rows.push(i);
    }
  }
  return found;
}

function differ(a: number, b: number, tolerance: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) !== Number.isNaN(b);
  return Math.abs(a - b) > tolerance;
}

/** What single precision can make of an advantage of this group. */
function advantageTolerance(rewards: Float64Array): number {
  const known = rewards.filter((reward) => !Number.isNaN(reward));
  if (known.length === 0) return 0;
  const largest = known.reduce((most, reward) => Math.max(most, Math.abs(reward)), 0);
  const mean = known.reduce((sum, reward) => sum + reward, 0) / known.length;
  const squares = known.reduce((sum, reward) => sum + (reward - mean) ** 2, 0);
  const sd = known.length < 2 ? 0 : Math.sqrt(squares / (known.length - 1));
  return (SINGLE * Math.max(1, largest)) / (sd + ADVANTAGE_EPSILON);
}
