/** Control characters and direction overrides. */
const HIDDEN = /[\p{Cc}\p{Bidi_Control}]/gu;
const KEPT = new Set(["\t", "\n", "\r"]);

function shown(c: string): string {
  if (KEPT.has(c)) return c;
  const code = c.charCodeAt(0);
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : `⟨U+${code.toString(16).toUpperCase()}⟩`;
}

/** What hides in a text made visible; all else stays as the model wrote it, never as markup. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, shown);
}

/**
 * The code point of `text` that stands at an offset of its visible form.
 * @param offset UTF-16 offset into `visibleText(text)`, as a selection in the browser gives it
 */
export function codePointShownAt(text: string, offset: number): number {
  let at = 0;
  let points = 0;
  for (const point of text) {
    if (at >= offset) break;
    at += visibleText(point).length;
    points += 1;
  }
  return points;
}
