import type { ResponseBlock } from "@/lib/traces/layout";
import { blockPlace } from "../search/prepare-search";

/** Blocks drawn at first: a trace of thousands would be megabytes of page before anyone has read a line. */
export const FIRST_BLOCKS = 200;
/** What is drawn beyond a place the reader goes to, so that the next step is there already. */
const AHEAD = 50;

/** Places of the page that have to be drawn: where the reader is, what the address names, the current hit. */
export interface WantedPlaces {
  steps: readonly (number | null)[];
  place: string | null;
  /** Code point of the response. */
  at: number | null;
}

/** How many blocks to draw so that everything wanted is among them. */
export function shownCount(blocks: readonly ResponseBlock[], first: number, wanted: WantedPlaces): number {
  const { steps, place, at } = wanted;
  const last = blocks.findLastIndex(
    (block) =>
      (block.kind === "step" && steps.includes(block.index)) ||
      (place !== null && (blockPlace(block) === place || place.startsWith(`${blockPlace(block)}.`))) ||
      (at !== null && block.start <= at && at < block.end),
  );
  return Math.min(blocks.length, Math.max(first, last < 0 ? 0 : last + 1 + AHEAD));
}
