import { decodeNumber, type EncodedNumber, type ExplorerRow } from "@/lib/contracts";
import { formatCount, formatValue } from "@/lib/format/number";

/** A solvability or a difference of two, in two decimals; a dash where there is none. */
export const twoDecimals = (value: number | null) => (value === null ? "–" : value.toFixed(2));

/** A logged number of a row; a dash where there is none. */
export const numberOr = (value: EncodedNumber | null, digits = 3) =>
  value === null ? "–" : formatValue(decodeNumber(value), digits);

export const countOr = (value: number | null) => (value === null ? "–" : formatCount(value));

export type OutcomeWord = "right" | "wrong" | "invalid" | "unknown";

/** A response in a word. An invalid one was never graded. */
export function outcomeWord(row: Pick<ExplorerRow, "valid" | "outcome">): OutcomeWord {
  if (!row.valid) return "invalid";
  if (row.outcome === null) return "unknown";
  return row.outcome === 1 ? "right" : "wrong";
}

/** "0.75 at 3": how far c fell, and at which trace step. */
export function dropText({ largestDrop, largestDropStep }: ExplorerRow): string {
  if (largestDrop === null) return "–";
  return largestDropStep === null ? "none" : `${largestDrop.toFixed(2)} at ${largestDropStep}`;
}

/** What a row is called where it is read out or linked. */
export function traceName({
  trainStep,
  sampleIndex,
}: Pick<ExplorerRow, "trainStep" | "sampleIndex">): string {
  return `${trainStep === null ? "none" : formatCount(trainStep)} · ${sampleIndex + 1}`;
}
