import type { AblationResults } from "@/lib/contracts/results";
import type { AblationComparison, ArmSummary } from "@/lib/stats/ablation";
import { namesOf } from "./describe-results";

/** One line of the exported table: an arm on a benchmark, shares as percent. */
interface Line {
  benchmark: string;
  arm: string;
  seeds: number;
  questions: number;
  mean: number | null;
  sd: number | null;
  lo: number | null;
  hi: number | null;
  method: string;
  perSeed: string;
}

const asPercent = (share: number | null | undefined) =>
  share === null || share === undefined ? null : 100 * share;

function lineOf(summary: ArmSummary, names: ReturnType<typeof namesOf>): Line {
  return {
    benchmark: names.benchmark(summary.benchmark),
    arm: names.arm(summary.arm),
    seeds: summary.seedCount,
    questions: summary.questions,
    mean: asPercent(summary.mean),
    sd: asPercent(summary.sd),
    lo: asPercent(summary.interval?.lo),
    hi: asPercent(summary.interval?.hi),
    method: summary.interval
      ? `${summary.interval.method}, ${Math.round(100 * summary.interval.level)}%`
      : "",
    perSeed: summary.seeds
      .map((s) =>
        s.correct === null
          ? `${s.seed}: ${(100 * s.accuracy).toFixed(2)}%`
          : `${s.seed}: ${s.correct}/${s.graded}`,
      )
      .join("; "),
  };
}

export function tableLines(results: AblationResults, comparison: AblationComparison): Line[] {
  const names = namesOf(results);
  return comparison.summaries.map((s) => lineOf(s, names));
}

const number = (value: number | null) => (value === null ? "" : value.toFixed(2));
const HEAD = [
  "benchmark",
  "arm",
  "S",
  "n",
  "mean [%]",
  "SD [points]",
  "lo [%]",
  "hi [%]",
  "interval",
  "right/graded by seed",
];

const cellsOf = (l: Line) => [
  l.benchmark,
  l.arm,
  String(l.seeds),
  String(l.questions),
  number(l.mean),
  number(l.sd),
  number(l.lo),
  number(l.hi),
  l.method,
  l.perSeed,
];

/** RFC 4180. A leading =, +, - or @ would be run as a formula by a spreadsheet: it is quoted with an apostrophe. */
export function toCsv(lines: readonly Line[]): string {
  const quote = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [HEAD, ...lines.map(cellsOf)].map((row) => row.map(quote).join(",")).join("\r\n");
}

export function toMarkdown(lines: readonly Line[]): string {
  const row = (cells: readonly string[]) =>
    `| ${cells.map((c) => c.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ")).join(" | ")} |`;
  return [row(HEAD), row(HEAD.map(() => "---")), ...lines.map((l) => row(cellsOf(l)))].join("\n");
}

const LATEX: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

function escapeLatex(text: string): string {
  return text.replace(/[\\&%$#_{}~^]/g, (c) => LATEX[c] ?? `\\${c}`);
}

/** A booktabs table: mean and interval per arm and benchmark, S and n in their own columns. */
export function toLatex(lines: readonly Line[]): string {
  const body = lines.map((l) => {
    const value =
      l.mean === null
        ? "--"
        : `${number(l.mean)}${l.lo === null ? "" : ` [${number(l.lo)}, ${number(l.hi)}]`}`;
    return `${escapeLatex(l.benchmark)} & ${escapeLatex(l.arm)} & ${l.seeds} & ${l.questions} & ${value} \\\\`;
  });
  return [
    "\\begin{tabular}{llrrr}",
    "\\toprule",
    "Benchmark & Arm & $S$ & $n$ & Accuracy [\\%] \\\\",
    "\\midrule",
    ...body,
    "\\bottomrule",
    "\\end{tabular}",
  ].join("\n");
}
