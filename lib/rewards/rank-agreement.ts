import { at, groupCount, type ResponseTable } from "./response-table";

/** Rewards nearer than this are equal: they come from different sums of the same parts. */
export const REWARD_TIE = 1e-9;

/**
 * How two rewards order the same responses, over the pairs of responses of one group that have both. `agreement` is the
 * share of pairs in the same order or tied in both; `tau` is Kendall's tau-b, pooled over the groups (1 = same order, -1 =
 * reversed, null where one of the rewards ties every pair).
 */
export type RankAgreement = {
  pairs: number;
  concordant: number;
  discordant: number;
  tiedBoth: number;
  tiedBefore: number;
  tiedAfter: number;
  agreement: number | null;
  tau: number | null;
};

/** Agreement of two columns of rewards within the groups of a table; NaN is left out. */
export function rankAgreement(
  table: ResponseTable,
  before: Float64Array,
  after: Float64Array,
): RankAgreement {
  const counts = { pairs: 0, concordant: 0, discordant: 0, tiedBoth: 0, tiedBefore: 0, tiedAfter: 0 };
  for (let g = 0; g < groupCount(table); g += 1) {
    const end = at(table.groupStart, g + 1);
    for (let i = at(table.groupStart, g); i < end; i += 1)
      for (let j = i + 1; j < end; j += 1)
        addPair(counts, at(before, i) - at(before, j), at(after, i) - at(after, j));
  }
  const { pairs, concordant, discordant, tiedBoth, tiedBefore, tiedAfter } = counts;
  const untied = (tied: number) => pairs - tied - tiedBoth;
  const spread = Math.sqrt(untied(tiedBefore) * untied(tiedAfter));
  return {
    ...counts,
    agreement: pairs === 0 ? null : (concordant + tiedBoth) / pairs,
    tau: spread === 0 ? null : (concordant - discordant) / spread,
  };
}

type Counts = Omit<RankAgreement, "agreement" | "tau">;

function addPair(counts: Counts, before: number, after: number): void {
  if (Number.isNaN(before) || Number.isNaN(after)) return;
  counts.pairs += 1;
  const tiedBefore = Math.abs(before) <= REWARD_TIE;
  const tiedAfter = Math.abs(after) <= REWARD_TIE;
  if (tiedBefore && tiedAfter) counts.tiedBoth += 1;
  else if (tiedBefore) counts.tiedBefore += 1;
  else if (tiedAfter) counts.tiedAfter += 1;
  else if (before > 0 === after > 0) counts.concordant += 1;
  else counts.discordant += 1;
}
