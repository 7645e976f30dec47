import { formatCompact } from "@/lib/format/number";
import { signedInterval, signedPoints } from "@/lib/stats/ablation";
import { COST_MEASURES, type CostRatio, type PriceOfAPoint, priceWords } from "@/lib/stats/costs";

const times = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)}×`;

/** "4.21× [4.02, 4.41] the tokens sampled (paired t on logarithms over seeds, 3 seeds)", or why there is no ratio. */
export function ratioWords({ measure, ratio }: CostRatio): string {
  const { title } = COST_MEASURES[measure];
  const seeds = ratio.n[0] === ratio.n[1] ? String(ratio.n[0]) : `${ratio.n[0]} v ${ratio.n[1]}`;
  if (ratio.kind === "undefined")
    return `${title}: ${ratio.ratio === null ? "" : `${times(ratio.ratio)}, `}${ratio.words}`;
  const bounds = `[${times(ratio.lo).slice(0, -1)}, ${times(ratio.hi).slice(0, -1)}]`;
  return `${times(ratio.ratio)} ${bounds} the ${title} (${ratio.method}, S = ${seeds})`;
}

const paid = {
  number: (value: number) => `${value < 0 ? "−" : ""}${formatCompact(Math.abs(value))}`,
  unit: "extra tokens per point",
};

/**
 * What a point of accuracy (mean over benchmarks) cost in extra tokens; where the gain's interval holds 0 the price is
 * unbounded, and no single number is given for it.
 */
export function pointSentence(price: PriceOfAPoint): string {
  const { value, detail } = priceWords(price, paid);
  const shown = [value === "–" ? "" : value, detail].filter((part) => part !== "").join("; ");
  if (price.kind === "none") return `Price of a point of accuracy: ${shown}.`;
  const { gain, set } = price;
  const range =
    gain.lo === null || gain.hi === null
      ? ""
      : ` ${signedInterval(gain.lo / 100, gain.hi / 100)} (${Math.round(100 * set.level)}%)`;
  const gained =
    gain.mean === null
      ? ""
      : `Accuracy gained: ${signedPoints(gain.mean / 100)} points${range}, mean over benchmarks, S = ${set.n}. `;
  return `${gained}Price of a point of accuracy (Fieller): ${shown}.`;
}
