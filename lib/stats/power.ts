import { normalQuantile, tQuantile } from "./distributions";

export type QuestionPower = {
  /** Variance of the true per-question difference. */
  w2: number;
  /** Decoding variance within a question under A and B, divided by its decodes KA and KB. */
  sA2: number;
  sB2: number;
  KA: number;
  KB: number;
  /** The difference to be seen, and the questions at hand. */
  delta: number;
  n: number;
  alpha: number;
  power: number;
};

/**
 * Questions needed to see `delta`, and the smallest difference that n questions show (Miller 2024):
 * ceil((z_{α/2} + z_b)² (w² + sA²/KA + sB²/KB)/δ²), and the square root of its inverse.
 * delta = 0 needs infinitely many: null; n = 0 shows nothing: null.
 */
export function questionsPower(input: QuestionPower): { questionsNeeded: number | null; mde: number | null } {
  const z = normalQuantile(1 - input.alpha / 2) + normalQuantile(input.power);
  const spread = z ** 2 * (input.w2 + input.sA2 / input.KA + input.sB2 / input.KB);
  return {
    questionsNeeded: input.delta === 0 ? null : Math.ceil(spread / input.delta ** 2),
    mde: input.n === 0 ? null : Math.sqrt(spread / input.n),
  };
}

/** How two arms are compared: each with its own warm-ups, or sharing them seed by seed. */
export type SeedDesign = "unpaired" | "paired";

/**
 * Smallest difference of two arms that S seeds each show with the given power:
 * (t_{1-α/2,df} + t_{power,df}) · sd · √(2/S) with df = 2S-2; paired, sd is that of the differences, df = S-1 and the
 * factor √(1/S). An approximation by central t. Unit: that of sd. Null below S = 2.
 */
export function minimumDetectable(
  seeds: number,
  sd: number,
  { alpha = 0.05, power = 0.8, design = "unpaired" as SeedDesign } = {},
): number | null {
  if (seeds < 2) return null;
  const paired = design === "paired";
  const df = paired ? seeds - 1 : 2 * seeds - 2;
  const critical = tQuantile(1 - alpha / 2, df) + tQuantile(power, df);
  return critical * sd * Math.sqrt((paired ? 1 : 2) / seeds);
}

/** No one trains more seeds than this; beyond it the answer is "more than can be trained". */
export const MOST_SEEDS_NEEDED = 100_000;

/**
 * Smallest S >= 2 whose minimum detectable difference is at most |delta|. Null for delta = 0 and where
 * 100,000 seeds do not suffice. By halving: the detectable difference falls as S grows.
 */
export function seedsNeeded(
  delta: number,
  sd: number,
  options: { alpha?: number; power?: number; design?: SeedDesign } = {},
): number | null {
  const enough = (seeds: number) =>
    (minimumDetectable(seeds, sd, options) ?? Number.POSITIVE_INFINITY) <= Math.abs(delta);
  if (delta === 0 || !enough(MOST_SEEDS_NEEDED)) return null;
  let low = 2;
  let high = MOST_SEEDS_NEEDED;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
