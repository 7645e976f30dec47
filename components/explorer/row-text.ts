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

type Named = Pick<ExplorerRow, "trainStep" | "sampleIndex" | "source">;

/** What a row is called where it is read out or linked: "12 · 3"; its place in its source where no train step is known. */
export function traceName({ trainStep, sampleIndex, source }: Named): string {
  const sample = sampleIndex + 1;
  if (trainStep !== null) return `${formatCount(trainStep)} · ${sample}`;
  if (source?.line == null) return `sample ${sample}`;
  return `line ${formatCount(source.line)}${sampleIndex > 0 ? ` · ${sample}` : ""}`;
}
