import type { SeedDesign } from "../power";
import {
  detectableEffect,
  OBSERVED_POWER_CAVEAT,
  powerCurve,
  powerOf,
  seedsForPower,
} from "../power-of-seeds";
import type { ArmComparison, CompareOptions } from "./types";
import { counted, points } from "./words";

/** "80%". */
const whole = (share: number) => `${Math.round(100 * share)}%`;

/** Power against seeds for one true difference. */
export type EffectPower = {
  /** Size of the difference, as a share. */
  effect: number;
  curve: { seeds: number; power: number | null }[];
  /** Power at the present number of seeds. */
  powerNow: number | null;
  seedsNeeded: number | null;
};

/** What more seeds would buy one comparison. */
export type MoreSeeds = {
  /** Seeds per arm now. */
  seeds: number;
  design: SeedDesign;
  /** SD that the curves rest on, itself known from these few seeds only. */
  sd: number;
  alpha: number;
  power: number;
  minimumDetectable: number | null;
  /** At the observed difference; null where that is 0. */
  observed: EffectPower | null;
  chosen: EffectPower;
  sentences: string[];
};

/**
 * Power curves of a comparison over 2..20 seeds per arm (or more, where more are there), for its observed difference and
 * for a chosen one (a share, 0.02 is two points), by the noncentral t with the SD seen so far, one comparison on its
 * own. Null where there is no SD over seeds: fewer than two seeds, or no spread.
 */
export function moreSeeds(
  { sd, design, armSeeds, baselineSeeds, diff }: ArmComparison,
  chosenEffect: number,
  { alpha, power }: Pick<CompareOptions, "alpha" | "power">,
): MoreSeeds | null {
  const seeds = Math.min(armSeeds, baselineSeeds);
  if (sd === null || sd < 1e-10 || seeds < 2) return null;
  const options = { alpha, power, design };
  const most = Math.max(20, seeds);
  const axis = Array.from({ length: most - 1 }, (_, i) => i + 2);
  const at = (effect: number): EffectPower => ({
    effect,
    curve: powerCurve(sd, { ...options, effect, seeds: axis }),
    powerNow: powerOf(effect, sd, seeds, options),
    seedsNeeded: seedsForPower(effect, sd, options),
  });
  const facts = {
    seeds,
    design,
    sd,
    alpha,
    power,
    minimumDetectable: detectableEffect(seeds, sd, options),
    observed: diff ? at(Math.abs(diff)) : null,
    chosen: at(Math.abs(chosenEffect)),
  };
  return { ...facts, sentences: sentencesOf(facts) };
}

function sentencesOf(facts: Omit<MoreSeeds, "sentences">): string[] {
  const { seeds, sd, design, power, minimumDetectable, observed, chosen } = facts;
  const what = design === "paired" ? "differences of the same seed" : "seeds of an arm";
  const basis = `${counted(seeds, "seed")} an arm; ${what} vary by ${points(sd)} (SD), known from these ${counted(seeds, "seed")} only.`;
  const smallest =
    minimumDetectable === null
      ? []
      : [`They show differences from ${points(minimumDetectable)} up with ${whole(power)} power.`];
  return [
    basis,
    ...smallest,
    needed("A true difference of", chosen, power),
    ...(observed ? [needed("One of the observed", observed, power), OBSERVED_POWER_CAVEAT] : []),
  ];
}

function needed(what: string, { effect, seedsNeeded, powerNow }: EffectPower, power: number): string {
  const now = powerNow === null ? "" : ` (now ${whole(powerNow)})`;
  return seedsNeeded === null
    ? `${what} ${points(effect)} is out of reach of any number of seeds one could train${now}.`
    : `${what} ${points(effect)} needs ${counted(seedsNeeded, "seed")} per arm for ${whole(power)} power${now}.`;
}
