import type { ContinuationGroups, TraceDetail } from "@/lib/contracts";
import { sliceCodePoints } from "@/lib/traces";
import { anchorText } from "@/lib/traces/anchor";
import type { ResponseBlock } from "@/lib/traces/layout";
import { findAll } from "../text/pieces";
import type { HitAt } from "../text/text-marks";

/** A text that a search reads; `place` is what names it on the page. */
export interface SearchedText {
  place: string;
  text: string;
}

/** Nobody steps through more hits than this. */
export const MOST_HITS = 2_000;

/** What names a message of the prompt. */
export const messagePlace = (i: number) => `prompt-${i + 1}`;

/** What names a block of the response. */
export function blockPlace(block: ResponseBlock): string {
  return block.kind === "step"
    ? anchorText({ kind: "step", step: block.index })
    : `${block.kind}-${block.start}`;
}

/** Everything a search reads, in the order in which it stands on the page: prompt, blocks, continuations after their step. */
export function searchedTexts(
  trace: Pick<TraceDetail, "prompt" | "response">,
  blocks: readonly ResponseBlock[],
  continuations: ReadonlyMap<number, ContinuationGroups>,
): SearchedText[] {
  const prompt = trace.prompt.messages.map((message, i) => ({
    place: messagePlace(i),
    text: message.content,
  }));
  const response = blocks.flatMap((block) => {
    const own = { place: blockPlace(block), text: sliceCodePoints(trace.response, block.start, block.end) };
    if (block.kind !== "step") return [own];
    const step = block.index;
    const added = (continuations.get(step)?.groups ?? []).flatMap((group) =>
      group.continuations.map((c) => ({
        place: anchorText({ kind: "continuation", step, continuation: c.index + 1 }),
        text: c.text,
      })),
    );
    return [own, ...added];
  });
  return [...prompt, ...response];
}

/** Every hit in the order of the page, the first `MOST_HITS`. */
export function hitsIn(texts: readonly SearchedText[], wanted: string): HitAt[] {
  const hits: HitAt[] = [];
  for (const { place, text } of texts) {
    const left = MOST_HITS - hits.length;
    if (left <= 0) break;
    for (const nth of findAll(text, wanted, left).keys()) hits.push({ place, nth });
  }
  return hits;
}

/** The hit after or before one of `count`, around the ends; null where there is none. */
export function nextHit(current: number | null, by: 1 | -1, count: number): number | null {
  if (count === 0) return null;
  if (current === null) return by === 1 ? 0 : count - 1;
  return (current + by + count) % count;
}
