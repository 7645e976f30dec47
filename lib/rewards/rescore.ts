import type { WhatIfSettings } from "@/lib/contracts/reward-config";
import { allocateRescored, GATES, type Rescored } from "./rescored";
import { at, groupCount, type ResponseTable } from "./response-table";
import { type RewardParts, rewardScorer } from "./reward";
import { SCHEMES } from "./schemes";
import { fillAdvantages, fillGdpoAdvantages } from "./table-advantages";
import { groupOutcomesOf, inputOf } from "./table-input";

/**
 * Reward, its parts and the advantage of every stored response under `settings`, from the stored counts alone: the same
 * function as the trainer's and the trace page's (`rewardScorer`), row by row. Under the settings that a run was trained
 * with, rewards come out as they were stored to the last bit; advantages up to the single precision that TRL computes in.
 * About a microsecond a response. `lost` re-reads lost continuations before anything else looks at them.
 */
export function rescore(table: ResponseTable, settings: WhatIfSettings): Rescored {
  const scheme = SCHEMES[settings.scheme];
  const score = rewardScorer(settings, scheme);
  const out = allocateRescored(table.size, scheme.weights(settings));
  for (let g = 0; g < groupCount(table); g += 1) {
    const outcomes = scheme.needsGroup ? groupOutcomesOf(table, g, settings) : null;
    for (let i = at(table.groupStart, g); i < at(table.groupStart, g + 1); i += 1)
      store(out, i, score(inputOf(table, i, settings.lost, outcomes)));
  }
  if (settings.scheme === "gdpo") fillGdpoAdvantages(table, out, gdpoParts(out, settings));
  else fillAdvantages(table, out, settings.scaleRewards);
  return out;
}

function store(out: Rescored, i: number, parts: RewardParts): void {
  out.rewards[i] = parts.reward ?? Number.NaN;
  out.formatValid[i] = Number(parts.formatValid);
  out.format[i] = parts.format;
  out.outcomeGated[i] = parts.outcomeGated ?? Number.NaN;
  out.processGated[i] = parts.processGated ?? Number.NaN;
  out.stepBonus[i] = parts.stepBonus;
  out.process[i] = parts.process ?? Number.NaN;
  out.gate[i] = GATES.indexOf(parts.gate);
}

/**
 * The columns that GDPO normalises: r1 and β apart (R_fmt is 0, r1 or r1 + β), then outcome', proc' and B(K). An invalid
 * format has 0 in all of them; a part without weight is left out, so that its unknowns do not matter.
 */
function gdpoParts(out: Rescored, { formatReward }: WhatIfSettings) {
  const ifValid = (value: (i: number) => number) =>
    out.rewards.map((_, i) => (at(out.formatValid, i) === 1 ? value(i) : 0));
  return [
    { values: ifValid(() => formatReward), weight: 1 },
    { values: ifValid((i) => at(out.format, i) - formatReward), weight: 1 },
    { values: ifValid((i) => at(out.outcomeGated, i)), weight: out.weights.outcome },
    { values: ifValid((i) => at(out.processGated, i)), weight: out.weights.process },
    { values: out.stepBonus, weight: 1 },
  ].filter(({ weight }) => weight > 0);
}
