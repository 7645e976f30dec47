import type { TokenizerExtension, Tokens } from "marked";

/** A formula longer than this is left as it is written. */
export const MOST_MATH = 2_000;

const DELIMITERS = [
  { open: "$$", close: "$$", display: true },
  { open: "\\[", close: "\\]", display: true },
  { open: "\\(", close: "\\)", display: false },
  { open: "$", close: "$", display: false },
] as const;

/** A formula as the lexer hands it over. */
export interface MathToken extends Tokens.Generic {
  type: "math";
  raw: string;
  latex: string;
  display: boolean;
}

/** Whether a token of the lexer is a formula of ours. */
export function isMath(token: { type: string }): token is MathToken {
  return token.type === "math";
}

/** Where the closing delimiter stands; -1 if it does not before `MOST_MATH` characters or an empty line. */
function closingAt(src: string, from: number, close: string): number {
  const end = Math.min(src.length, from + MOST_MATH);
  for (let at = from; at < end; at += 1) {
    if (src.startsWith(close, at)) return at;
    if (src.startsWith("\n\n", at)) return -1;
    if (src.charAt(at) === "\\") at += 1;
  }
  return -1;
}

/** A single dollar is a formula only where it could be no price: "costs $5 and $6" is none. */
function isPrice(src: string, latex: string, end: number): boolean {
  return /^\s|\s$|\n/.test(latex) || /\d/.test(src.charAt(end));
}

/** The formula that a text begins with, or undefined. Linear in `MOST_MATH`. */
export function mathAt(src: string): MathToken | undefined {
  const delimiter = DELIMITERS.find(({ open }) => src.startsWith(open));
  if (!delimiter) return undefined;
  const { open, close, display } = delimiter;
  const at = closingAt(src, open.length, close);
  const latex = src.slice(open.length, at);
  const end = at + close.length;
  if (at < 0 || latex.trim() === "" || (open === "$" && isPrice(src, latex, end))) return undefined;
  return { type: "math", raw: src.slice(0, end), latex: latex.trim(), display };
}

const MAYBE = /\$|\\[[(]/;

/** Formulas for the lexer: inside paragraphs, and as paragraphs of their own. */
export const MATH_RULES: TokenizerExtension[] = [
  {
    name: "math",
    level: "inline",
    start: (src) => MAYBE.exec(src)?.index,
    tokenizer: (src) => mathAt(src),
  },
];
