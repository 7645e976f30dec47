import type { VariancePart, VarianceStrip } from "@/lib/stats/ablation";

export interface VarianceSegment {
  part: VariancePart;
  /** 0 to 1 along the strip. */
  from: number;
  to: number;
  share: number;
}

export interface VarianceRow<Arm> {
  arm: Arm;
  segments: VarianceSegment[];
  /** S and n, or why there is no strip. */
  basis: string;
}

/** Why an arm has no strip: nothing to decompose, not a variance of zero. */
const NO_STRIP = "needs two seeds";

/** Segments of each arm's strip, one after the other; an arm without a strip keeps its row and says why. */
export function prepareVariance<Arm>(
  arms: readonly Arm[],
  stripOf: (arm: Arm) => VarianceStrip | null,
): VarianceRow<Arm>[] {
  return arms.map((arm) => {
    const strip = stripOf(arm);
    if (!strip) return { arm, segments: [], basis: NO_STRIP };
    let at = 0;
    const segments = strip.shares.map(({ part, share }) => {
      const from = at;
      at += share;
      return { part, share, from, to: Math.min(1, at) };
    });
    const decodes = strip.decodes > 1 ? `, ${strip.decodes} decodes` : "";
    return { arm, segments, basis: `S = ${strip.seeds}, n = ${strip.questions}${decodes}` };
  });
}

/** Parts that occur, in the order of the strips: what a legend has to name. */
export function partsOf<Arm>(rows: readonly VarianceRow<Arm>[]): VariancePart[] {
  return [...new Set(rows.flatMap(({ segments }) => segments.map(({ part }) => part)))];
}
