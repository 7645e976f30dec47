import { normalQuantile, tCritical } from "./distributions";
import { noncentralTCdf } from "./noncentral-t";
import { MOST_SEEDS_NEEDED, type SeedDesign } from "./power";

export type PowerOptions = {
  /** Two-sided level of the test; 0.05 / m for the clearest of m comparisons under Holm. */
  alpha?: number;
  power?: number;
  /** paired: sd is that of the per-seed differences; unpaired: that of one arm's seeds, the same in both. */
  design?: SeedDesign;
};

/** What the standard error is of sd at `seeds` per arm, and the degrees of freedom of its test. */
function layout(seeds: number, design: SeedDesign): { df: number; factor: number } {
  return design === "paired"
    ? { df: seeds - 1, factor: Math.sqrt(1 / seeds) }
    : { df: 2 * seeds - 2, factor: Math.sqrt(2 / seeds) };
}

/**
 * Power of the two-sided t test over S seeds per arm at a true difference `effect`, exactly, by the noncentral t:
 * P(|T| > t_{1-α/2,df}), ncp = effect/(sd·√(2/S)), df = 2S-2; paired ncp = effect/(sd/√S), df = S-1. Unit of effect and
 * sd: the same. Below two seeds, or without spread: null. (`seedsNeeded` in power.ts is the central-t approximation.)
 */
export function powerOf(
  effect: number,
  sd: number,
  seeds: number,
  { alpha = 0.05, design = "unpaired" }: PowerOptions = {},
): number | null {
  if (seeds < 2 || !(sd > 0)) return null;
  const { df, factor } = layout(seeds, design);
  return powerAt(Math.abs(effect) / (sd * factor), df, alpha);
}

function powerAt(ncp: number, df: number, alpha: number): number {
  const critical = tCritical(1 - alpha, df);
  return 1 - noncentralTCdf(critical, df, ncp) + noncentralTCdf(-critical, df, ncp);
}

/** Power against seeds for one effect; 2 to 20 seeds per arm unless said. */
export function powerCurve(
  sd: number,
  { effect, seeds = SEEDS_SHOWN, ...options }: PowerOptions & { effect: number; seeds?: readonly number[] },
): { seeds: number; power: number | null }[] {
  return seeds.map((each) => ({ seeds: each, power: powerOf(effect, sd, each, options) }));
}

const SEEDS_SHOWN: readonly number[] = Array.from({ length: 19 }, (_, i) => i + 2);

/** Power against the true effect at S seeds per arm. */
export function powerByEffect(
  sd: number,
  { seeds, effects, ...options }: PowerOptions & { seeds: number; effects: readonly number[] },
): { effect: number; power: number | null }[] {
  return effects.map((effect) => ({ effect, power: powerOf(effect, sd, seeds, options) }));
}

/**
 * Smallest true difference that S seeds per arm show with the given power, exactly: the ncp at which `powerOf` reaches it,
 * times the standard error. Unit: that of sd. Below two seeds, or without spread: null.
 */
export function detectableEffect(
  seeds: number,
  sd: number,
  { alpha = 0.05, power = 0.8, design = "unpaired" }: PowerOptions = {},
): number | null {
  if (seeds < 2 || !(sd > 0)) return null;
  const { df, factor } = layout(seeds, design);
  return noncentralityFor(power, df, alpha) * sd * factor;
}

/** Answers so far: they depend on no data, and a page asks for the same few again and again. */
const NONCENTRALITIES = new Map<string, number>();

/** The ncp > 0 at which the power is `power`; power rises with ncp. */
function noncentralityFor(power: number, df: number, alpha: number): number {
  const key = `${power} ${df} ${alpha}`;
  const found = NONCENTRALITIES.get(key) ?? solveNoncentrality(power, df, alpha);
  NONCENTRALITIES.set(key, found);
  return found;
}

function solveNoncentrality(power: number, df: number, alpha: number): number {
  if (power <= alpha) return 0;
  let low = 0;
  let high = 4;
  while (powerAt(high, df, alpha) < power) high *= 2;
  while (high - low > 1e-10 * high) {
    const middle = (low + high) / 2;
    if (powerAt(middle, df, alpha) < power) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Smallest S >= 2 seeds per arm at which `powerOf` reaches the given power for a true difference `effect`. The search
 * starts from the normal approximation, a few seeds off. Null for no effect, no spread, and above 100,000 seeds.
 */
export function seedsForPower(effect: number, sd: number, options: PowerOptions = {}): number | null {
  const { alpha = 0.05, power = 0.8, design = "unpaired" } = options;
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  const near = ((design === "paired" ? 1 : 2) * (z * sd) ** 2) / effect ** 2;
  if (!(sd > 0) || effect === 0 || near > MOST_SEEDS_NEEDED) return null;
  const enough = (seeds: number) => (powerOf(effect, sd, seeds, options) ?? 0) >= power;
  let seeds = Math.max(2, Math.ceil(near));
  while (!enough(seeds)) seeds += 1;
  while (seeds > 2 && enough(seeds - 1)) seeds -= 1;
  return seeds;
}

/** To stand beside every power at the observed difference. */
export const OBSERVED_POWER_CAVEAT =
  "Power at the observed difference only restates its p value: a difference that just misses significance always shows about 50%. It says how many seeds a true difference of this size would need, not that it is this size.";
