import { convolveAll } from "@/lib/stats/convolution";
import { betaBinomialDistribution, leastSuccesses } from "@/lib/stats/gate";
import { hypergeometricDistribution } from "@/lib/stats/subsample";
import { type ContinuationCounts, leastCommonMultiple } from "../step-counts";

/** How a number of continuations per trace step relates to what is stored. */
export type RedrawKind = "exact" | "forecast";

/** Distribution of a mean solvability: pmf[s] is the probability of s / scale. */
export type MeanDistribution = { pmf: number[]; scale: number };

/** Longest distribution that is worked out; very uneven numbers of returned continuations could ask for millions. */
const LONGEST = 20_000;

/**
 * Redraws of M' continuations per trace step, remembered by counts: traces share few different ones.
 * exact: M' of the m stored ones, without replacement (hypergeometric); a step that returned fewer than M' is taken whole,
 * so that every response stands behind every M'. forecast: the m stored ones and M' - m new ones, Beta-binomial given k of
 * m under Jeffreys' prior Beta(½, ½): what more sampling would show, by a model. Steps of which nothing returned are
 * unknown however many are drawn, and must not be passed in.
 */
export class Redraw {
  private readonly single = new Map<number, number[]>();
  private readonly means = new Map<string, MeanDistribution | null>();
  private readonly bounds = new Map<number, number>();

  constructor(
    readonly continuations: number,
    readonly kind: RedrawKind,
    private readonly tau: number,
  ) {}

  /** Continuations of one step in a redraw. */
  drawnOf({ returned }: ContinuationCounts): number {
    return this.kind === "forecast" ? this.continuations : Math.min(this.continuations, returned);
  }

  /** Distribution of one step's successes among `drawnOf(step)`, index = successes. */
  successesOf(step: ContinuationCounts): number[] {
    const key = keyOf(step);
    const known = this.single.get(key) ?? this.distributionOf(step);
    this.single.set(key, known);
    return known;
  }

  /**
   * Distribution of the mean of the steps' c, which are independent; null where their numbers of continuations have no
   * common denominator of reasonable size. Of no steps: surely 0 of 1.
   */
  meanOf(steps: readonly ContinuationCounts[]): MeanDistribution | null {
    const key = steps
      .map(keyOf)
      .sort((a, b) => a - b)
      .join();
    const known = this.means.get(key);
    if (known !== undefined) return known;
    const found = this.convolved(steps);
    this.means.set(key, found);
    return found;
  }

  /** Smallest s with s / scale >= tau, by exact fractions. */
  least(scale: number): number {
    const known = this.bounds.get(scale) ?? leastSuccesses(this.tau, scale);
    this.bounds.set(scale, known);
    return known;
  }

  private distributionOf(step: ContinuationCounts): number[] {
    const { successes: k, returned: m } = step;
    const drawn = this.drawnOf(step);
    if (drawn <= m) return hypergeometricDistribution(k, m, drawn);
    const added = betaBinomialDistribution(drawn - m, k + 0.5, m - k + 0.5);
    return [...zeros(k), ...added, ...zeros(m - k)];
  }

  private convolved(steps: readonly ContinuationCounts[]): MeanDistribution | null {
    const common = steps.reduce((multiple, step) => leastCommonMultiple(multiple, this.drawnOf(step)), 1);
    const scale = common * Math.max(1, steps.length);
    if (scale > LONGEST) return null;
    const stretched = steps.map((step) => stretch(this.successesOf(step), common / this.drawnOf(step)));
    return { pmf: convolveAll(stretched), scale };
  }
}

const keyOf = ({ returned, successes }: ContinuationCounts) => returned * 65_536 + successes;

const zeros = (count: number) => new Array<number>(count).fill(0);

/** The distribution of factor · X. */
function stretch(pmf: number[], factor: number): number[] {
  if (factor === 1) return pmf;
  const out = zeros((pmf.length - 1) * factor + 1);
  pmf.forEach((probability, i) => {
    out[i * factor] = probability;
  });
  return out;
}
