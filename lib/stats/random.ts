import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { normalQuantile } from "./distributions";

/** Name of the generator; exported with every number that it took part in, beside the seed. */
export const RANDOM_METHOD = "xoroshiro128plus (pure-rand 8)";

/** A seeded stream of random numbers: the same seed gives the same stream on every machine. */
export type RandomStream = {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Uniform whole number in [0, below). */
  below(below: number): number;
  /** Standard normal, by inversion. */
  normal(): number;
  /** Successes of n trials of probability p. */
  binomial(n: number, p: number): number;
};

/** Opens the stream of a whole-number seed. */
export function randomStream(seed: number): RandomStream {
  const generator = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    below: (below) => uniformInt(generator, 0, below - 1),
    // Half a unit up: the quantile of exactly 0 is minus infinity.
    normal: () => normalQuantile(uniform() + 2 ** -54),
    binomial: (n, p) => {
      let successes = 0;
      for (let i = 0; i < n; i += 1) successes += uniform() < p ? 1 : 0;
      return successes;
    },
  };
}
