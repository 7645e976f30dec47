/** A row of a CSV file and the line on which it begins, counted from 1. */
export interface CsvRow {
  line: number;
  cells: string[];
}

/** What is wrong with a file and where; the line is null where no single one is to blame. */
export interface ImportProblem {
  line: number | null;
  field: string;
  message: string;
}

/** A file that cannot be imported, every reason listed. */
export class ImportError extends Error {
  constructor(readonly problems: readonly ImportProblem[]) {
    super(
      problems
        .map(({ line, field, message }) => `${line === null ? "" : `line ${line}, `}${field}: ${message}`)
        .join("\n"),
    );
    this.name = "ImportError";
  }
}

/**
 * The rows of a CSV text (RFC 4180: quoted cells may hold delimiters, line breaks and doubled quotes), blank lines left
 * out, blanks around unquoted cells cut. Throws `ImportError` for a quote that is never closed or stands in the open.
 */
export function csvRows(text: string, delimiter: string): CsvRow[] {
  const reader = new CsvReader(text.replace(/^\uFEFF/, ""), delimiter);
  const rows: CsvRow[] = [];
  for (let row = reader.next(); row; row = reader.next())
    if (row.cells.some((cell) => cell !== "")) rows.push(row);
  return rows;
}

class CsvReader {
  private at = 0;
  private line = 1;

  constructor(
    private readonly text: string,
    private readonly delimiter: string,
  ) {}

  next(): CsvRow | null {
    if (this.at >= this.text.length) return null;
    const row: CsvRow = { line: this.line, cells: [] };
    for (;;) {
      row.cells.push(this.cell());
      if (this.text[this.at] !== this.delimiter) break;
      this.at += 1;
    }
    this.endLine();
    return row;
  }

  private cell(): string {
    while (this.text[this.at] === " ") this.at += 1;
    return this.text[this.at] === '"' ? this.quoted() : this.open();
  }

  private open(): string {
    const from = this.at;
    while (this.at < this.text.length && !this.isEnd(this.at)) this.at += 1;
    const cell = this.text.slice(from, this.at).trim();
    if (cell.includes('"'))
      throw new ImportError([{ line: this.line, field: cell, message: "quote the whole cell" }]);
    return cell;
  }

  private quoted(): string {
    const opened = this.line;
    let cell = "";
    for (this.at += 1; ; this.at += 1) {
      const char = this.text[this.at];
      if (char === undefined)
        throw new ImportError([
          { line: opened, field: cell.slice(0, 40), message: "the quote is never closed" },
        ]);
      if (char === "\n") this.line += 1;
      if (char !== '"') cell += char;
      else if (this.text[this.at + 1] === '"') {
        cell += '"';
        this.at += 1;
      } else break;
    }
    this.at += 1;
    while (this.text[this.at] === " ") this.at += 1;
    if (this.at < this.text.length && !this.isEnd(this.at))
      throw new ImportError([
        { line: this.line, field: cell, message: "something follows the closing quote" },
      ]);
    return cell;
  }

  private isEnd(at: number): boolean {
    const char = this.text[at];
    return char === this.delimiter || char === "\n" || char === "\r";
  }

  private endLine(): void {
    if (this.text[this.at] === "\r") this.at += 1;
    if (this.text[this.at] === "\n") this.at += 1;
    this.line += 1;
  }
}
