/** Scripts that are written without blanks: each character is a word of its own. */
const ALONE = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}";
/**
 * A run of letters, digits and the marks that belong to them (the first group). The tags of the grammar are passed over
 * as a whole: a search for "answer" is for the word, which every trace would hold.
 */
const WORD = new RegExp(`</?(?:think|step|answer)>|([${ALONE}]|[[\\p{L}\\p{N}\\p{M}]--[${ALONE}]]+)`, "gv");
const BEYOND_ASCII = /[^ -~]/;
const DIGITS = /^\p{N}+$/u;

/** Code points of a word that count: Postgres holds no endless ones. */
const WORD_CHARACTERS = 100;
/** Room for all different words of one text, in bytes at their widest: a tsvector holds 1 MiB. */
const MOST_BYTES = 500_000;
/** A shorter word is found as a whole only: too many words begin with it. */
const PREFIX_CHARACTERS = 3;

export interface Word {
  word: string;
  /** UTF-16 units of the text, half-open. */
  start: number;
  end: number;
}

/** One form for upper and lower case, for ligatures, wide digits and superscripts. */
function folded(written: string): string {
  if (!BEYOND_ASCII.test(written)) return written.slice(0, WORD_CHARACTERS).toLowerCase();
  const form = written.normalize("NFKC").toLowerCase();
  return form.length <= WORD_CHARACTERS ? form : [...form].slice(0, WORD_CHARACTERS).join("");
}

/** The words of a text, in order. What an index stores and what a page marks: one rule for both. */
export function* wordsOf(text: string): Generator<Word> {
  for (const { 1: written, index } of text.matchAll(WORD))
    if (written !== undefined) yield { word: folded(written), start: index, end: index + written.length };
}

/**
 * The different words of some texts, as an index stores them, after those that are known already; words past half a megabyte
 * are left out.
 */
export function differentWords(texts: Iterable<string>, known: readonly string[] = []): string[] {
  const found = new Set<string>(known);
  let bytes = 0;
  for (const text of texts)
    for (const { 1: written } of text.matchAll(WORD)) {
      if (written === undefined) continue;
      const word = folded(written);
      if (found.has(word)) continue;
      bytes += 4 * word.length;
      if (bytes > MOST_BYTES) return [...found];
      found.add(word);
    }
  return [...found];
}

/** One word that is searched for; all of a search must be found somewhere in a trace. */
export interface SearchTerm {
  word: string;
  /** Also finds words that begin with it. */
  prefix: boolean;
}

/**
 * What a search asks for: every word of it. Words of at least three characters also find those that begin with them;
 * numbers and shorter words are found as a whole.
 */
export function searchTerms(search: string): SearchTerm[] {
  const words = differentWords([search]);
  return words.map((word) => ({
    word,
    prefix: !DIGITS.test(word) && [...word].length >= PREFIX_CHARACTERS,
  }));
}

/** Whether a word of a text answers a term. */
export function answers({ word }: Pick<Word, "word">, term: SearchTerm): boolean {
  return term.prefix ? word.startsWith(term.word) : word === term.word;
}
