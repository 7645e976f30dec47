const ESC = String.fromCharCode(0x1b);
const BEL = String.fromCharCode(0x07);

/** Colours, titles and cursor moves of terminals: CSI, OSC and two-character sequences of ECMA-48. */
const TERMINAL_CODES = new RegExp(
  [
    `${ESC}\\[[0-?]*[ -/]*[@-~]`,
    `${ESC}\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)?`,
    `${ESC}[@-Z\\\\^_-]`,
  ].join("|"),
  "g",
);

/** What no screen shows, or shows elsewhere than it stands: controls, lone surrogates, direction overrides. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

function visible(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (character === "\t" || character === "\n") return character;
  // Escapes rather than pictures of controls, which few fonts have.
  const digits = code.toString(16);
  return code < 0x100 ? `\\x${digits.padStart(2, "0")}` : `\\u${digits.padStart(4, "0")}`;
}

/** What a terminal would leave standing: a progress bar writes over itself after each carriage return. */
function lastOverwrite(line: string): string {
  const written = line.split("\r").filter((part) => part !== "");
  return written.at(-1) ?? "";
}

/**
 * A logged text as it can be shown: terminal codes removed, overwritten progress bars collapsed, and every character
 * that would be invisible (binary output, direction overrides) replaced by a visible one. Never HTML.
 */
export function visibleText(raw: string): string {
  return raw
    .replace(TERMINAL_CODES, "")
    .split("\n")
    .map(lastOverwrite)
    .join("\n")
    .replace(INVISIBLE, visible);
}

export interface TextPart {
  text: string;
  hit: boolean;
}

/** A text split where it holds the searched one, upper or lower case. Nothing searched: one part. */
export function highlighted(text: string, searched: string): TextPart[] {
  if (searched === "") return [{ text, hit: false }];
  const parts: TextPart[] = [];
  const pattern = new RegExp(searched.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), hit: false });
    parts.push({ text: match[0], hit: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false });
  return parts;
}
