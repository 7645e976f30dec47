import { points, signedPoints } from "../ablation/words";
import type { PriceOfAPoint } from "./price";

/** A price for people: what stands in the table, and what must be read with it. */
export interface PriceWords {
  value: string;
  detail: string;
}

/** How amounts of a measure are written. */
export interface PaidUnit {
  /** A number alone, in the unit below. */
  number: (value: number) => string;
  unit: string;
}

type Priced = Extract<PriceOfAPoint, { kind: "priced" }>;

const gainWords = ({ gain }: Priced) =>
  gain.lo === null || gain.hi === null
    ? ""
    : `[${signedPoints(gain.lo / 100)}, ${signedPoints(gain.hi / 100)}]`;

/** Bounded: the gain is told from 0, for better or worse. */
function boundedWords(priced: Priced, lo: number, hi: number, paid: PaidUnit): PriceWords {
  const { set, gain } = priced;
  const [mean, ratio] = [gain.mean ?? 0, set.ratio ?? 0];
  if (mean < 0)
    return {
      value: "no gain",
      detail: `accuracy is ${points(mean / 100)} lower ${gainWords(priced)}: nothing was bought`,
    };
  const { number, unit } = paid;
  const value = `${number(ratio)} [${number(lo)}, ${number(hi)}] ${unit}`;
  return { value, detail: ratio < 0 ? "cheaper and more accurate: every point came with a saving" : "" };
}

/**
 * What a price may be called. Where the gain's interval holds 0 the set has no upper end: a number alone would claim a
 * purchase that the seeds do not show.
 */
export function priceWords(price: PriceOfAPoint, paid: PaidUnit): PriceWords {
  if (price.kind === "none") return { value: "–", detail: price.words };
  const { set } = price;
  if (set.kind === "bounded") return boundedWords(price, set.lo, set.hi, paid);
  if (set.kind === "undefined") {
    const value =
      set.ratio === null || (price.gain.mean ?? 0) <= 0
        ? "not defined"
        : `${paid.number(set.ratio)} ${paid.unit}`;
    return { value, detail: set.words };
  }
  const holds = `the gain's interval ${gainWords(price)} holds 0: the price of a point is unbounded`;
  if (set.kind === "unbounded" && set.above > 0 && set.below <= 0)
    return {
      value: "unbounded",
      detail: `${holds}; if any was gained, a point cost ${paid.number(set.above)} ${paid.unit} or more`,
    };
  return { value: "unbounded", detail: holds };
}
