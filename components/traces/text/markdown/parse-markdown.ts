import { Marked, type Token } from "marked";
import { isMath, MATH_RULES } from "./math-rules";

/** A longer text is shown as it is written: nobody needs it rendered, and drawing it would hold up the page. */
export const MOST_RENDERED = 20_000;
/** Tokens that are drawn of one text; a formula becomes as many elements as some ten other tokens. */
const MOST_TOKENS = 2_000;
const FORMULA = 10;

/** Why a text is shown as written although it was to be rendered. */
export type NotRendered = "too long" | "too many parts" | "not readable";
export type ParsedMarkdown = { tokens: Token[] } | { why: NotRendered };

const marked = new Marked({ gfm: true, breaks: true, async: false });
marked.use({ extensions: MATH_RULES });

function childrenOf(token: Token): Token[] {
  const nested = "tokens" in token && token.tokens ? token.tokens : [];
  if (token.type === "list") return [...nested, ...(token.items as Token[])];
  if (token.type !== "table") return nested;
  const cells = [token.header, ...token.rows].flat() as { tokens: Token[] }[];
  return cells.flatMap((cell) => cell.tokens);
}

/** How much there is to draw, but never counting much past `most`. */
function countTokens(tokens: readonly Token[], most: number): number {
  let n = 0;
  const open = [...tokens];
  for (let token = open.pop(); token && n <= most; token = open.pop()) {
    n += isMath(token) ? FORMULA : 1;
    open.push(...childrenOf(token));
  }
  return n;
}

/**
 * Markdown (GitHub's, with formulas) as tokens. Only the lexer of marked is used: no HTML is ever made of what a model
 * wrote, and what is HTML in it stays a token of type "html" to be shown as text.
 */
export function parseMarkdown(text: string): ParsedMarkdown {
  if (text.length > MOST_RENDERED) return { why: "too long" };
  try {
    const tokens = marked.lexer(text);
    return countTokens(tokens, MOST_TOKENS) > MOST_TOKENS ? { why: "too many parts" } : { tokens };
  } catch {
    // A thousand nested quotes overflow the lexer's stack.
    return { why: "not readable" };
  }
}
