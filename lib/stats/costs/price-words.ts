import { points, signedPoints } from "../ablation/words";
import type { PriceOfAPoint } from "./price";

/** A price for people: what stands in the table, and what must be read with it. */
export interface PriceWords {
  value: string;
  detail: string;
}

type Priced = Extract<PriceOfAPoint, { kind: "priced" }>;

const gainWords = ({ gain }: Priced) =>
  gain.lo === null || gain.hi === null
    ? ""
    : `[${signedPoints(gain.lo / 100)}, ${signedPoints(gain.hi / 100)}]`;

/** Bounded: the gain is told from 0, for better or worse. */
function boundedWords(priced: Priced, lo: number, hi: number, amount: (value: number) => string): PriceWords {
  const { set, gain } = priced;
  const [mean, ratio] = [gain.mean ?? 0, set.ratio ?? 0];
  if (mean < 0)
    return {
      value: "no gain",
      detail: `accuracy is ${points(mean / 100)} lower ${gainWords(priced)}: nothing was bought`,
    };
  const value = `${amount(ratio)} [${amount(lo)}, ${amount(hi)}]`;
  return { value, detail: ratio < 0 ? "cheaper and more accurate: every point came with a saving" : "" };
}

/**
 * What a price may be called. Where the gain's interval holds 0 the set has no upper end: a number alone would claim a
 * purchase that the seeds do not show. `amount` writes a value of the measure with its unit.
 */
export function priceWords(price: PriceOfAPoint, amount: (value: number) => string): PriceWords {
  if (price.kind === "none") return { value: "–", detail: price.words };
  const { set } = price;
  if (set.kind === "bounded") return boundedWords(price, set.lo, set.hi, amount);
  if (set.kind === "undefined") {
    const value = set.ratio === null || (price.gain.mean ?? 0) <= 0 ? "not defined" : amount(set.ratio);
    return { value, detail: set.words };
  }
  const holds = `the gain's interval ${gainWords(price)} holds 0: the price of a point is unbounded`;
  if (set.kind === "unbounded" && set.above > 0 && set.below <= 0)
    return {
      value: "unbounded",
      detail: `${holds}; if any was gained, a point cost ${amount(set.above)} or more`,
    };
  return { value: "unbounded", detail: holds };
}
