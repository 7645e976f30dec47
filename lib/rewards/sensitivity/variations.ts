import { type RankAgreement, rankAgreement } from "../rank-agreement";
import { rescore } from "../rescore";
import { GATES, type Rescored } from "../rescored";
import { at, type ResponseTable } from "../response-table";
import { type SignChanges, signChanges } from "../sign-changes";
import { type Signal, signalOf } from "../signal";
import { type UnknownRewards, unknownRewards } from "../unknown-rewards";
import type { RedrawSettings } from "./redrawn-response";

/** What one other value of a setting does to the stored responses; compared with the settings as they are. */
export type Variation<T> = {
  value: T;
  /** Responses with a gate: how many pass, fail, and are left undetermined by lost continuations. */
  gate: { n: number; pass: number; fail: number; undetermined: number };
  unknown: UnknownRewards;
  signal: Signal;
  signs: SignChanges;
  ranks: RankAgreement;
};

/** One variation: everything rescored with `change` over the settings. */
export function variation<T>(
  table: ResponseTable,
  settings: RedrawSettings,
  before: Rescored,
  value: T,
  change: Partial<RedrawSettings>,
): Variation<T> {
  const after = rescore(table, { ...settings, ...change });
  return {
    value,
    gate: gateCounts(after),
    unknown: unknownRewards(after),
    signal: signalOf(table, after.rewards),
    signs: signChanges(before.advantages, after.advantages),
    ranks: rankAgreement(table, before.rewards, after.rewards),
  };
}

function gateCounts(scored: Rescored): Variation<unknown>["gate"] {
  const counts = { off: 0, pass: 0, fail: 0, undetermined: 0 };
  for (let i = 0; i < scored.gate.length; i += 1) counts[GATES[at(scored.gate, i)] ?? "off"] += 1;
  const { pass, fail, undetermined } = counts;
  return { n: pass + fail + undetermined, pass, fail, undetermined };
}

/** τ from 0 to 1 in twentieths, and the value in use. */
export function tauGrid(tau: number): number[] {
  const grid = Array.from({ length: 21 }, (_, i) => i / 20);
  return grid.includes(tau) ? grid : [...grid, tau].sort((a, b) => a - b);
}
