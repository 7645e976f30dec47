import { decodeNumber, type EncodedNumber, type TraceDetail } from "@/lib/contracts";

export type GroupOf = NonNullable<TraceDetail["group"]>;
export type Sibling = GroupOf["siblings"][number];

/** Compare pages hold this many traces side by side. */
export const MOST_SIDE_BY_SIDE = 8;

const numberOf = (value: EncodedNumber | null) => (value === null ? Number.NaN : decodeNumber(value));

/** From the largest advantage to the smallest; those left out of the baseline last, in the order of sampling. */
export function byAdvantage(siblings: readonly Sibling[]): Sibling[] {
  const known = (row: Sibling) => !Number.isNaN(numberOf(row.groupAdvantage));
  return siblings.toSorted((a, b) => {
    if (known(a) !== known(b)) return known(a) ? -1 : 1;
    const by = known(a) ? numberOf(b.groupAdvantage) - numberOf(a.groupAdvantage) : 0;
    return by === 0 ? a.sampleIndex - b.sampleIndex : by;
  });
}

/** One part of a reward as a column of the group. */
export interface PartColumn {
  key: "format" | "outcomeGated" | "processGated" | "stepBonus";
  title: string;
  says: string;
}

const COLUMNS: readonly PartColumn[] = [
  { key: "format", title: "R_fmt", says: "format and length" },
  { key: "outcomeGated", title: "outcome′", says: "outcome after the gate, before its weight" },
  { key: "processGated", title: "process′", says: "mean c after the gate, before its weight" },
  { key: "stepBonus", title: "B(K)", says: "bonus for the number of trace steps" },
];

/** The parts that at least one response of the group has. */
export function partColumns(siblings: readonly Sibling[]): PartColumn[] {
  return COLUMNS.filter(({ key }) => siblings.some((row) => (row.rewardParts?.[key] ?? null) !== null));
}

/** Which traces open side by side: the picked ones in the order of the table, or all where none is picked. */
export function sideBySideIds(shown: readonly Sibling[], picked: ReadonlySet<string>): string[] {
  const wanted = picked.size === 0 ? shown : shown.filter((row) => picked.has(row.id));
  return wanted.slice(0, MOST_SIDE_BY_SIDE).map((row) => row.id);
}
