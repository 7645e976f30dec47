import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import type { AblationComparison, ArmComparison, ArmSummary } from "@/lib/stats/ablation";
import { verdictWords } from "./tables";

const COMMANDS: Record<string, string> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "−": "$-$",
  "±": "$\\pm$",
  "×": "$\\times$",
  "≥": "$\\geq$",
  "≤": "$\\leq$",
  "<": "$<$",
  ">": "$>$",
  λ: "$\\lambda$",
  τ: "$\\tau$",
  α: "$\\alpha$",
};

/** Text that LaTeX prints as it stands, whatever is in it. */
export function escapeLatex(text: string): string {
  return text
    .replace(/[\\&%$#_{}~^−±×≥≤<>λτα]/g, (c) => COMMANDS[c] ?? `\\${c}`)
    .replace(/\s*[\r\n]+\s*/g, " ");
}

const signed = (share: number) => {
  const text = (100 * Math.abs(share)).toFixed(1);
  if (Number(text) === 0) return "0.0";
  return `${share > 0 ? "+" : "-"}${text}`;
};
const share = (value: number) => (100 * value).toFixed(1);
const row = (cells: readonly string[]) => `${cells.join(" & ")} \\\\`;

/** "61.3 [58.1, 64.0]" in mathematics, so that minus signs are minus signs. */
function withInterval(
  value: number,
  interval: { lo: number; hi: number } | null,
  show: (v: number) => string,
) {
  return `$${show(value)}$${interval ? ` $[${show(interval.lo)}, ${show(interval.hi)}]$` : " (no interval)"}`;
}

/** A cell of the accuracy table: estimate, interval, S; a dagger where one seed knows only its questions. */
function accuracyCell(summary: ArmSummary | undefined): string {
  if (!summary || summary.mean === null) return "--";
  const mark = summary.seedCount === 1 ? "$^\\dagger$" : "";
  return `${withInterval(summary.mean, summary.interval, share)}${mark}`;
}

function accuracyTable(results: AblationResults, { summaries }: AblationComparison): string[] {
  const names = resultNames(results);
  const columns = [...new Set(summaries.map((summary) => summary.benchmark))];
  const questions = (benchmark: string | null) =>
    Math.max(0, ...summaries.filter((s) => s.benchmark === benchmark).map((s) => s.questions));
  const find = (arm: string, benchmark: string | null) =>
    summaries.find((s) => s.arm === arm && s.benchmark === benchmark);
  const seedsOf = (arm: string) => {
    const counts = columns.map((benchmark) => find(arm, benchmark)?.seedCount ?? 0);
    const [low, high] = [Math.min(...counts), Math.max(...counts)];
    return low === high ? String(low) : `${low}--${high}`;
  };
  return [
    `\\begin{tabular}{lr${"r".repeat(columns.length)}}`,
    "\\toprule",
    row(["Arm", "$S$", ...columns.map((b) => escapeLatex(names.benchmark(b)))]),
    row(["", "", ...columns.map((b) => `$n=${questions(b)}$`)]),
    "\\midrule",
    ...results.arms.map((arm) =>
      row([escapeLatex(arm.name), seedsOf(arm.key), ...columns.map((b) => accuracyCell(find(arm.key, b)))]),
    ),
    "\\bottomrule",
    "\\end{tabular}",
  ];
}

const ROLE_MARK: Record<ArmComparison["role"], string> = {
  declared: "",
  contrast: "$^\\ddagger$",
  reported: "$^\\S$",
  exploratory: "$^\\ast$",
};

/** p as it decides: Holm's within the family; none where seeds are too few for a verdict. */
function pCell({ verdict, pAdjusted }: ArmComparison): string {
  if (verdict === "not-enough-seeds" || pAdjusted === null) return "--";
  if (pAdjusted < 0.001) return "$<.001$";
  return pAdjusted >= 0.9995 ? "$1$" : `$${pAdjusted.toFixed(3).slice(1)}$`;
}

function differenceRow(c: ArmComparison, results: AblationResults): string {
  const names = resultNames(results);
  const seeds = c.armSeeds === c.baselineSeeds ? String(c.armSeeds) : `${c.armSeeds} v ${c.baselineSeeds}`;
  return row([
    `${escapeLatex(names.arm(c.arm))} $-$ ${escapeLatex(names.arm(c.baseline))}${ROLE_MARK[c.role]}`,
    escapeLatex(names.benchmark(c.benchmark)),
    seeds,
    String(c.questions),
    c.diff === null ? "--" : withInterval(c.diff, c.interval, signed),
    pCell(c),
    verdictWords(c),
  ]);
}

function differenceTable(results: AblationResults, { comparisons }: AblationComparison): string[] {
  return [
    "\\begin{tabular}{llrrrrl}",
    "\\toprule",
    row(["Difference", "Benchmark", "$S$", "$n$", "[points]", "$p$", "Verdict"]),
    "\\midrule",
    ...comparisons.map((c) => differenceRow(c, results)),
    "\\bottomrule",
    "\\end{tabular}",
  ];
}

/** What a reader needs beside the numbers: method, level, what is random, Holm's family, marks. */
function footnote({ method, familySize, options }: AblationComparison): string[] {
  const notes = [
    ...method,
    `p: Holm-adjusted over ${familySize} declared comparisons at ${options.alpha}; rows marked otherwise are not adjusted.`,
  ].map(escapeLatex);
  return [
    "\\par\\smallskip\\footnotesize",
    ...notes,
    "$^\\ddagger$ the contrast declared before launch, outside the family.",
    "$^\\S$ with a reported number, one run: question noise only, no verdict.",
    "$^\\ast$ exploratory.",
  ];
}

/** What the first table's marks mean; a table is often taken into a paper without the other. */
function daggerNote(summaries: readonly ArmSummary[]): string[] {
  if (!summaries.some(({ seedCount }) => seedCount === 1)) return [];
  return [
    "\\par\\smallskip\\footnotesize",
    "$^\\dagger$ one run: question noise only, retraining noise unknown.",
  ];
}

/** Two booktabs tables, accuracies and differences, with intervals, S, n, and a footnote. Needs \\usepackage{booktabs}. */
export function resultsLatex(
  results: AblationResults,
  comparison: AblationComparison,
  about: { caption: string; source: string },
): string {
  const table = (caption: string, body: readonly string[]) => [
    "\\begin{table}",
    "\\centering",
    `\\caption{${caption}}`,
    ...body,
    "\\end{table}",
  ];
  const name = escapeLatex(about.caption);
  const level = Math.round(100 * comparison.options.level);
  return [
    `% ${about.source.replace(/[\r\n]+/g, " ")}`,
    "% needs \\usepackage{booktabs}",
    ...table(`${name}: accuracy [\\%], mean over $S$ seeds with its ${level}\\% interval.`, [
      ...accuracyTable(results, comparison),
      ...daggerNote(comparison.summaries),
    ]),
    "",
    ...table(`${name}: differences of accuracy.`, [
      ...differenceTable(results, comparison),
      ...footnote(comparison),
    ]),
    "",
  ].join("\n");
}
