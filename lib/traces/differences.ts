/** A text and whether it ended right; null where that is unknown. */
export interface JudgedText {
  text: string;
  right: boolean | null;
}

/** Texts that go the same way up to here: what they share from the last parting on, and how they part next. */
export interface DifferenceNode {
  /** The words they share beyond their parent's; empty where a text ends at the parting. */
  shared: string;
  /** Places of the texts in the list given, ascending. */
  members: number[];
  right: number;
  wrong: number;
  unknown: number;
  /** None, where one text is left or all that are left are equal. The most texts first. */
  parts: DifferenceNode[];
}

/** A continuation that runs away is compared by its beginning; nobody reads a parting beyond it. */
const MOST_WORDS = 8_000;
/** A word, a number, a tag or a sign, with the blanks before it; or the blanks at the end. */
const WORD = /\s*(?:[\p{L}\p{M}]+|\p{N}+(?:[.,]\p{N}+)*|<\/?\w{1,20}>|\S)|\s+$/gu;

/** Words that joined are the text again. */
function wordsOf(text: string): string[] {
  const words = text.match(WORD) ?? [];
  if (words.length <= MOST_WORDS) return words;
  return [...words.slice(0, MOST_WORDS), words.slice(MOST_WORDS).join("")];
}

interface Row {
  place: number;
  words: string[];
  right: boolean | null;
}

function sharedFrom(rows: readonly Row[], from: number): number {
  const first = rows[0]?.words ?? [];
  let at = from;
  while (at < first.length && rows.every(({ words }) => words[at] === first[at])) at += 1;
  return at;
}

function partsOf(rows: readonly Row[], at: number): DifferenceNode[] {
  const byNext = new Map<string, Row[]>();
  for (const row of rows) {
    // A text that ends here is a way of its own; no word is empty, so it is none of the others.
    const next = row.words[at] ?? "";
    const found = byNext.get(next);
    if (found) found.push(row);
    else byNext.set(next, [row]);
  }
  if (byNext.size < 2) return [];
  return [...byNext.values()].map((some) => nodeOf(some, at)).sort(mostFirst);
}

const mostFirst = (a: DifferenceNode, b: DifferenceNode) =>
  b.members.length - a.members.length || (a.members[0] ?? 0) - (b.members[0] ?? 0);

function nodeOf(rows: readonly Row[], from: number): DifferenceNode {
  const at = sharedFrom(rows, from);
  const count = (right: boolean | null) => rows.filter((row) => row.right === right).length;
  return {
    shared: (rows[0]?.words ?? []).slice(from, at).join(""),
    members: rows.map(({ place }) => place),
    ...{ right: count(true), wrong: count(false), unknown: count(null) },
    parts: partsOf(rows, at),
  };
}

/**
 * Texts as a tree of what they share and where they part, word by word. The root's `shared` is what all of them begin
 * with. Reading a path from the root gives a text back, whole. Null for no texts.
 */
export function differencesOf(texts: readonly JudgedText[]): DifferenceNode | null {
  if (texts.length === 0) return null;
  return nodeOf(
    texts.map(({ text, right }, place) => ({ place, words: wordsOf(text), right })),
    0,
  );
}

/** A parting of which some ways end right more often than others. */
export interface Parting {
  /** What is shared up to here, from the beginning. */
  before: string;
  ways: DifferenceNode[];
  /** Largest less smallest share of right texts among the ways, over the texts that are known to be right or wrong. */
  spread: number;
}

const known = ({ right, wrong }: DifferenceNode) => right + wrong;

function spreadOf(ways: readonly DifferenceNode[]): number {
  const shares = ways.filter((way) => known(way) > 0).map((way) => way.right / known(way));
  return shares.length < 2 ? 0 : Math.max(...shares) - Math.min(...shares);
}

/**
 * Where the successes first go another way than the failures: the partings with a spread above 0, in the order in which a
 * reader meets them, and of a path only the first where the ways are as far apart as they can be.
 */
export function telling(root: DifferenceNode | null): Parting[] {
  const found: Parting[] = [];
  const look = (node: DifferenceNode, before: string) => {
    const here = before + node.shared;
    const spread = spreadOf(node.parts);
    if (spread > 0) found.push({ before: here, ways: node.parts, spread });
    for (const part of node.parts) if (part.right > 0 && part.wrong > 0) look(part, here);
  };
  if (root) look(root, "");
  return found;
}
