import { REWARD_TIE } from "../rank-agreement";

/** A discrete distribution of a reward: values ascending and apart by more than a tie, probabilities beside them. */
export type Distribution = { values: number[]; probabilities: number[] };

/** Surely one value. */
export function certain(value: number): Distribution {
  return { values: [value], probabilities: [1] };
}

/** From outcomes in any order; equal values (up to a tie) become one, impossible ones are dropped. */
export function distributionOf(outcomes: readonly { value: number; probability: number }[]): Distribution {
  const possible = outcomes.filter(({ probability }) => probability > 0).sort((a, b) => a.value - b.value);
  const merged: Distribution = { values: [], probabilities: [] };
  for (const { value, probability } of possible) {
    const last = merged.values.length - 1;
    if (last >= 0 && value - (merged.values[last] ?? 0) <= REWARD_TIE)
      merged.probabilities[last] = (merged.probabilities[last] ?? 0) + probability;
    else {
      merged.values.push(value);
      merged.probabilities.push(probability);
    }
  }
  return merged;
}

/** Mean and variance. */
export function momentsOfDistribution({ values, probabilities }: Distribution): {
  mean: number;
  variance: number;
} {
  const mean = values.reduce((sum, value, i) => sum + value * (probabilities[i] ?? 0), 0);
  const variance = values.reduce((sum, value, i) => sum + (value - mean) ** 2 * (probabilities[i] ?? 0), 0);
  return { mean, variance };
}

/** P(x < y), P(x = y up to a tie) and P(x > y) of independent x and y; one sweep over both. */
export function orderOf(x: Distribution, y: Distribution): { less: number; equal: number; greater: number } {
  let [less, equal, below, j] = [0, 0, 0, 0];
  // For each value of x: `below` is P(y < it), so 1 - below - equal is P(y > it).
  x.values.forEach((value, i) => {
    while (j < y.values.length && (y.values[j] ?? 0) < value - REWARD_TIE) {
      below += y.probabilities[j] ?? 0;
      j += 1;
    }
    const weight = x.probabilities[i] ?? 0;
    const tied = Math.abs((y.values[j] ?? Number.NaN) - value) <= REWARD_TIE ? (y.probabilities[j] ?? 0) : 0;
    equal += weight * tied;
    less += weight * Math.max(0, 1 - below - tied);
  });
  return { less, equal, greater: Math.max(0, 1 - less - equal) };
}

/** The value at which a uniform draw in [0, 1) falls. */
export function drawFrom({ values, probabilities }: Distribution, uniform: number): number {
  let rest = uniform;
  for (let i = 0; i < values.length - 1; i += 1) {
    rest -= probabilities[i] ?? 0;
    if (rest < 0) return values[i] ?? 0;
  }
  return values.at(-1) ?? 0;
}
