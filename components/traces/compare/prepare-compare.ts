import { diffWordsWithSpace } from "diff";

/** A part of a step's text; `isOwn`: the trace it is compared with has other words there. */
export interface Segment {
  text: string;
  isOwn: boolean;
}

/** Longer steps, or steps with more differences than this, are shown without marks: finding them would hold up the page. */
const LONGEST_COMPARED = 6_000;
const MOST_EDITS = 400;

/** How many leading steps all traces share to the letter. */
export function commonSteps(bodies: readonly (readonly string[])[]): number {
  const [first, ...others] = bodies;
  if (!first || others.length === 0) return 0;
  const at = first.findIndex((body, i) => others.some((other) => other[i] !== body));
  return at < 0 ? first.length : at;
}

/** Whether all traces have the same steps, to the letter. */
export function areEqual(bodies: readonly (readonly string[])[]): boolean {
  const [first, ...others] = bodies;
  return (
    first !== undefined &&
    others.every((o) => o.length === first.length) &&
    commonSteps(bodies) === first.length
  );
}

/**
 * A text with the words marked that another text does not have in their place; null where the two are too long or too
 * different to tell.
 */
export function ownWords(text: string, other: string): Segment[] | null {
  if (text === other) return [{ text, isOwn: false }];
  if (text.length + other.length > LONGEST_COMPARED) return null;
  const changes = diffWordsWithSpace(other, text, { maxEditLength: MOST_EDITS });
  if (!changes) return null;
  return changes
    .filter((change) => !change.removed)
    .map(({ value, added }) => ({ text: value, isOwn: added }));
}

/** What each of several texts has for itself: the first against the second, the others against the first. */
export function compareTexts(texts: readonly (string | null)[]): (Segment[] | null)[] {
  const [first = null, second = null] = texts;
  return texts.map((text, i) => {
    if (text === null) return null;
    // With three or more, what the first has for itself depends on whom one asks: it is the measure and unmarked.
    const other = i === 0 ? (texts.length === 2 ? second : text) : first;
    return other === null ? null : ownWords(text, other);
  });
}
