import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Chance from a seed: the same seed asks for the same faults in the same order. */
export class Dice {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number {
    return uniformInt(this.generator, from, to);
  }

  /** One of them, or undefined if there is none. */
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.between(0, Math.max(0, list.length - 1))];
  }
}
