import { formatCompact } from "@/lib/format/number";
import { COST_MEASURES, type CostRatio, type PriceOfAPoint } from "@/lib/stats/costs";

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

const points = (value: number) => value.toFixed(1).replace("-", "−");
const tokens = (value: number) => `${value < 0 ? "−" : ""}${formatCompact(Math.abs(value))}`;

/**
 * What a point of accuracy (mean over benchmarks) cost in extra tokens; where the gain's interval holds 0 the price is
 * unbounded, and no single number is given for it.
 */
export function priceWords(price: PriceOfAPoint): string {
  if (price.kind === "none") return `Price of a point of accuracy: ${price.words}.`;
  const { gain, set } = price;
  const gained =
    gain.mean === null
      ? ""
      : `Accuracy gained: ${points(gain.mean)} points${gain.lo === null || gain.hi === null ? "" : ` [${points(gain.lo)}, ${points(gain.hi)}]`} (mean over benchmarks, S = ${set.n}). `;
  switch (set.kind) {
    case "bounded":
      return `${gained}A point cost ${set.ratio === null ? "" : `${tokens(set.ratio)} `}[${tokens(set.lo)}, ${tokens(set.hi)}] extra tokens (Fieller, ${Math.round(100 * set.level)}%).`;
    case "unbounded":
      return `${gained}The price of a point is not bounded: the gain's interval holds 0.`;
    case "everything":
      return `${gained}The price of a point is not bounded: neither cost nor gain is known well enough.`;
    case "undefined":
      return `${gained}The price of a point has no interval: ${set.words}.`;
  }
}
