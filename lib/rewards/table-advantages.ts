import { mean as meanOf, standardDeviation } from "@/lib/stats/moments";
import { ADVANTAGE_EPSILON, groupAdvantages } from "./advantages";
import type { Rescored } from "./rescored";
import { at, groupCount, type ResponseTable } from "./response-table";

/**
 * Fills the advantages of a rescored table, as TRL has them: (R - group mean)/(SD + 1e-4), SD with n - 1 of the group, of
 * all rewards of the train step ("batch"), or no division ("none"). Incomplete groups keep NaN. "batch" knows the groups
 * that are stored: where only a sample of a train step is, its SD is that of the sample.
 */
export function fillAdvantages(
  table: ResponseTable,
  { rewards, advantages }: Pick<Rescored, "rewards" | "advantages">,
  scale: "group" | "batch" | "none",
): void {
  advantages.fill(Number.NaN);
  const divisors = scale === "batch" ? batchDivisors(table, rewards) : null;
  for (const g of completeGroups(table)) {
    const start = at(table.groupStart, g);
    const group = knownOf(rewards, start, at(table.groupStart, g + 1));
    const divisor = divisors?.get(at(table.groupBatch, g)) ?? 1;
    groupAdvantages(group, scale === "group" ? "group" : "none").advantages.forEach((advantage, i) => {
      if (advantage !== null) advantages[start + i] = advantage / divisor;
    });
  }
}

/** SD + 1e-4 over the rewards of each batch. */
function batchDivisors(table: ResponseTable, rewards: Float64Array): Map<number, number> {
  const known = new Map<number, number[]>();
  for (const g of completeGroups(table)) {
    const batch = at(table.groupBatch, g);
    const list = known.get(batch) ?? [];
    known.set(batch, list);
    for (let i = at(table.groupStart, g); i < at(table.groupStart, g + 1); i += 1) {
      const reward = at(rewards, i);
      if (!Number.isNaN(reward)) list.push(reward);
    }
  }
  return new Map(
    [...known].map(([batch, list]) => [batch, (standardDeviation(list) ?? 0) + ADVANTAGE_EPSILON]),
  );
}

/**
 * GDPO: S = Σ_k w_k · (x_k - group mean)/(group SD + 1e-4) over the parts, the advantage is (S - batch mean)/(batch SD +
 * 1e-4), SDs with n - 1. A response without R is in no baseline and has no advantage. `parts` are columns of one row a
 * response. S takes the place of R, as in TRL: it is what tells the responses of a group apart, where equal R may hide
 * parts that differ. Source: arXiv 2601.05242 as TRL's normalize_then_sum does it. A part that is equal all over its group
 * adds 0.
 */
export function fillGdpoAdvantages(
  table: ResponseTable,
  { rewards, advantages }: Pick<Rescored, "rewards" | "advantages">,
  parts: readonly { values: Float64Array; weight: number }[],
): void {
  advantages.fill(Number.NaN);
  const batches = new Map<number, number[]>();
  for (const g of completeGroups(table)) {
    const rows = rowsWithReward(table, g, rewards);
    for (const i of rows) advantages[i] = 0;
    for (const { values, weight } of parts) addNormalised(advantages, rows, values, weight);
    const batch = at(table.groupBatch, g);
    const members = batches.get(batch) ?? [];
    batches.set(batch, members);
    for (const i of rows) members.push(i);
  }
  rewards.set(advantages);
  for (const rows of batches.values()) normalise(advantages, rows);
}

function addNormalised(sums: Float64Array, rows: readonly number[], values: Float64Array, weight: number) {
  const group = rows.map((i) => at(values, i));
  const { advantages } = groupAdvantages(group);
  rows.forEach((row, i) => {
    sums[row] = at(sums, row) + weight * (advantages[i] ?? 0);
  });
}

function normalise(sums: Float64Array, rows: readonly number[]): void {
  const values = rows.map((i) => at(sums, i));
  const centre = meanOf(values) ?? 0;
  const divisor = (standardDeviation(values) ?? 0) + ADVANTAGE_EPSILON;
  for (const i of rows) sums[i] = (at(sums, i) - centre) / divisor;
}

function* completeGroups(table: ResponseTable): Generator<number> {
  for (let g = 0; g < groupCount(table); g += 1) if (at(table.groupComplete, g) === 1) yield g;
}

function knownOf(rewards: Float64Array, start: number, end: number): (number | null)[] {
  const group: (number | null)[] = [];
  for (let i = start; i < end; i += 1) {
    const reward = at(rewards, i);
    group.push(Number.isNaN(reward) ? null : reward);
  }
  return group;
}

function rowsWithReward(table: ResponseTable, g: number, rewards: Float64Array): number[] {
  const rows: number[] = [];
  for (let i = at(table.groupStart, g); i < at(table.groupStart, g + 1); i += 1)
    if (!Number.isNaN(at(rewards, i))) rows.push(i);
  return rows;
}
