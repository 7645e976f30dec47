import { type ResultSetFile, resultSetFile } from "@/lib/contracts/result-sets";
import { type CsvRow, csvRows, ImportError, type ImportProblem } from "./csv-rows";

/** What a table of numbers does not tell about itself. */
export interface AboutTable {
  name: string;
  source: string;
  note?: string;
  /** As it is written in the column `arm`. */
  baseline?: string;
}

const REQUIRED = ["arm", "benchmark", "questions"] as const;
const COLUMNS = [...REQUIRED, "percent", "correct", "clusters", "footnote"] as const;
type Column = (typeof COLUMNS)[number];
type Cells = { line: number } & Record<Column, string>;

/**
 * A result set from CSV with the columns arm, benchmark, questions, percent and correct (one of the last two in every
 * row), clusters and footnote if wanted; a row per arm and benchmark, in any order. Names are kept as they are written
 * and their keys made from them. The digits behind a percentage's point tell how it was rounded, so 25.20 is not 25.2.
 * Throws `ImportError` with every line and field that is wrong.
 */
export function resultSetFromCsv(text: string, about: AboutTable): ResultSetFile {
  const rows = tableRows(text);
  const problems: ImportProblem[] = [];
  const refuse = (line: number, field: string, message: string) => problems.push({ line, field, message });
  const arms = new Named("arm");
  const benchmarks = new Named("benchmark");
  const sizes = new Map<string, { line: number; questions: number; clusters: number | null }>();
  const footnotes = new Map<string, string>();
  const cells = rows.map((row) => {
    for (const column of REQUIRED) if (row[column] === "") refuse(row.line, column, "is missing");
    const arm = arms.key(row.arm);
    const benchmark = benchmarks.key(row.benchmark);
    const questions = whole(row, "questions", refuse);
    const clusters = whole(row, "clusters", refuse);
    const known = sizes.get(benchmark);
    if (questions !== null && !known) sizes.set(benchmark, { line: row.line, questions, clusters });
    else if (questions !== null && known && known.questions !== questions)
      refuse(row.line, "questions", `is ${known.questions} for the same benchmark on line ${known.line}`);
    if (row.footnote !== "") footnotes.set(arm, row.footnote);
    const correct = whole(row, "correct", refuse);
    return { arm, benchmark, ...percentOf(row, refuse), ...(correct === null ? {} : { correct }) };
  });
  const baseline = about.baseline === undefined ? null : arms.find(about.baseline);
  if (baseline === undefined)
    problems.push({ line: null, field: "baseline", message: `no arm is called “${about.baseline}”` });
  if (problems.length > 0) throw new ImportError(problems);
  return checked(rows, {
    schemaVersion: 1,
    name: about.name,
    source: about.source,
    note: about.note ?? "",
    arms: arms.entries().map(({ key, name }) => ({ key, name, footnote: footnotes.get(key) ?? null })),
    benchmarks: benchmarks.entries().map(({ key, name }) => {
      const { questions, clusters } = sizes.get(key) ?? { questions: 0, clusters: null };
      return { key, title: name, questions, clusters };
    }),
    baselineArm: baseline ?? null,
    cells,
  });
}

function tableRows(text: string): Cells[] {
  const [firstLine = ""] = text.split("\n", 1);
  const delimiter = [",", ";", "\t"].find((each) => firstLine.includes(each)) ?? ",";
  const [header, ...rows] = csvRows(text, delimiter);
  if (!header || rows.length === 0)
    throw new ImportError([
      { line: null, field: "file", message: `a header (${COLUMNS.join(",")}) and rows are needed` },
    ]);
  const places = placesOf(header);
  return rows.map(({ line, cells }) => {
    if (cells.length > header.cells.length)
      throw new ImportError([
        { line, field: "row", message: `has ${cells.length} cells, the header ${header.cells.length}` },
      ]);
    const at = (column: Column) => cells[places.get(column) ?? -1] ?? "";
    return {
      line,
      ...{ arm: at("arm"), benchmark: at("benchmark"), questions: at("questions"), percent: at("percent") },
      ...{ correct: at("correct"), clusters: at("clusters"), footnote: at("footnote") },
    };
  });
}

function placesOf({ line, cells }: CsvRow): Map<Column, number> {
  const names = cells.map((cell) => cell.toLowerCase());
  const problems: ImportProblem[] = [
    ...names
      .filter((name) => !COLUMNS.some((column) => column === name))
      .map((field) => ({ line, field, message: `unknown column; known are ${COLUMNS.join(", ")}` })),
    ...names
      .filter((name, i) => names.indexOf(name) !== i)
      .map((field) => ({ line, field, message: "each column once" })),
    ...REQUIRED.filter((column) => !names.includes(column)).map((field) => ({
      line,
      field,
      message: "the column is missing",
    })),
  ];
  if (!names.includes("percent") && !names.includes("correct"))
    problems.push({ line, field: "percent", message: "a column percent or correct is needed" });
  if (problems.length > 0) throw new ImportError(problems);
  return new Map(COLUMNS.map((column) => [column, names.indexOf(column)]));
}

type Refuse = (line: number, field: string, message: string) => void;

function whole(row: Cells, field: "questions" | "correct" | "clusters", refuse: Refuse): number | null {
  if (row[field] === "") return null;
  if (/^\d{1,9}$/.test(row[field])) return Number(row[field]);
  refuse(row.line, field, `“${row[field]}” is no whole number`);
  return null;
}

function percentOf(row: Cells, refuse: Refuse): { percent?: number; decimals?: number } {
  if (row.percent === "") return {};
  const found = /^(\d{1,3}(?:\.(\d+))?)\s*%?$/.exec(row.percent);
  if (!found) {
    refuse(row.line, "percent", `“${row.percent}” is no percentage such as 25.20`);
    return {};
  }
  return { percent: Number(found[1]), decimals: found[2]?.length ?? 0 };
}

/** Names in the order in which they come, each with a key made from it. */
class Named {
  private readonly keys = new Map<string, string>();

  constructor(private readonly kind: string) {}

  key(name: string): string {
    const known = this.keys.get(name);
    if (known !== undefined) return known;
    const made = this.free(slug(name) || this.kind);
    this.keys.set(name, made);
    return made;
  }

  find(name: string): string | undefined {
    return this.keys.get(name);
  }

  entries(): { key: string; name: string }[] {
    return [...this.keys].map(([name, key]) => ({ key, name }));
  }

  private free(wanted: string): string {
    const taken = new Set(this.keys.values());
    if (!taken.has(wanted)) return wanted;
    let n = 2;
    while (taken.has(`${wanted}-${n}`)) n += 1;
    return `${wanted}-${n}`;
  }
}

const LONGEST_SLUG = 55;

function slug(name: string): string {
  const plain = name.normalize("NFKD").toLowerCase();
  return plain
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, "");
}

/** What the contract says about a cell is told with the line that it stands on. */
function checked(rows: readonly Cells[], file: unknown): ResultSetFile {
  const parsed = resultSetFile.safeParse(file);
  if (parsed.success) return parsed.data;
  throw new ImportError(
    parsed.error.issues.map(({ path, message }) => {
      const row = path[0] === "cells" && typeof path[1] === "number" ? rows[path[1]] : undefined;
      const field = row ? String(path[2] ?? "row") : path.join(".");
      return { line: row?.line ?? null, field, message };
    }),
  );
}
