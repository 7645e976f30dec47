const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];
const BLANK_BYTES = new Set([9, 10, 13, 32]);
const BOM = new Set([0xef, 0xbb, 0xbf]);

/** An element of an array: bytes [start, end) of its file, and the line on which it begins, from 1. */
export interface ArrayElement {
  start: number;
  end: number;
  line: number;
  /** Why it cannot be read; null for one that is whole. */
  fault: string | null;
}

/** Where a scan stands: enough to begin another one behind a fault. */
interface Place {
  at: number;
  line: number;
  /** Bytes between the start of its line and an element, as the first one has it. */
  column: number | null;
}

/**
 * Finds the objects of a JSON array in bytes that come piece by piece; nothing but offsets is kept. An object that is cut
 * off (a line ends within a string, text behind the array's end) is told with its fault, and the scan goes on with the
 * next line that begins as the elements do.
 */
export class ArrayScan {
  private at: number;
  private line: number;
  private column: number | null;
  private lineStart = 0;
  private onlyBlanks = true;
  private mode: "before" | "between" | "element" | "after" | "seeking";
  private depth = 0;
  private inString = false;
  private escaped = false;
  private begun: ArrayElement | null = null;
  private found: ArrayElement[] = [];

  constructor(behind: Place | null = null) {
    this.at = behind?.at ?? 0;
    this.line = behind?.line ?? 1;
    this.column = behind?.column ?? null;
    this.onlyBlanks = behind === null;
    this.mode = behind ? "seeking" : "before";
  }

  /** Elements that end in the next piece of the file. */
  feed(piece: Uint8Array): ArrayElement[] {
    this.found = [];
    for (const byte of piece) {
      this.take(byte);
      if (byte === NEWLINE) this.newLine();
      else if (!BLANK_BYTES.has(byte)) this.onlyBlanks = false;
      this.at += 1;
    }
    return this.found;
  }

  /** The element that the file ends in, if it does, and from where one can look for those behind its first line. */
  unfinished(): { element: ArrayElement; behind: Place } | null {
    if (this.mode !== "element" || !this.begun) return null;
    const { start, line } = this.begun;
    return {
      element: { ...this.begun, end: this.at, fault: "the record is not closed" },
      behind: { at: start + 1, line, column: this.column },
    };
  }

  private take(byte: number): void {
    if (this.mode === "element") this.inside(byte);
    else if (this.mode === "seeking") this.seek(byte);
    else if (!BLANK_BYTES.has(byte)) this.outside(byte);
  }

  private newLine(): void {
    this.line += 1;
    this.lineStart = this.at + 1;
    this.onlyBlanks = true;
  }

  private outside(byte: number): void {
    if (this.mode === "before" && BOM.has(byte)) this.lineStart = this.at + 1;
    else if (this.mode === "before" && byte === OPEN_LIST) this.mode = "between";
    else if (this.mode === "between" && byte === OPEN_OBJECT) this.begin();
    else if (this.mode === "between" && byte === CLOSE_LIST) this.mode = "after";
    else if (this.mode !== "between" || byte !== COMMA) this.stray(byte);
  }

  private begin(): void {
    this.column ??= this.at - this.lineStart;
    this.begun = { start: this.at, end: this.at, line: this.line, fault: null };
    this.mode = "element";
    this.depth = 1;
    this.inString = false;
    this.escaped = false;
  }

  private inside(byte: number): void {
    if (this.inString) this.string(byte);
    else if (byte === QUOTE) this.inString = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.depth += 1;
    else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      this.depth -= 1;
      if (this.depth === 0) this.end(this.at + 1, null, "between");
    }
  }

  private string(byte: number): void {
    if (byte === NEWLINE) this.end(this.at, "a quote is not closed before the line ends", "seeking");
    else if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) this.inString = false;
  }

  private end(end: number, fault: string | null, mode: "between" | "seeking"): void {
    if (this.begun) this.found.push({ ...this.begun, end, fault });
    this.begun = null;
    this.mode = mode;
  }

  /** Something that belongs to no element: told once, at its place. */
  private stray(byte: number): void {
    const fault = this.mode === "after" ? "text follows the end of the array" : "an object is expected here";
    this.found.push({ start: this.at, end: this.at + 1, line: this.line, fault });
    this.mode = "seeking";
    this.seek(byte);
  }

  private seek(byte: number): void {
    const here = this.column === null || this.at - this.lineStart === this.column;
    if (byte === OPEN_OBJECT && this.onlyBlanks && here) this.begin();
  }
}
