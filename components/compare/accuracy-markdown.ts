import type { AblationResults } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import type { AblationComparison, ArmSummary } from "@/lib/stats/ablation";

const HEAD = ["benchmark", "arm", "S", "n", "accuracy [%]", "95% interval", "right/graded by seed"];

/** A cell of a Markdown table: nothing in a name may end the cell or the line. */
const cell = (text: string) => text.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
const row = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;

function bySeed({ seeds }: ArmSummary): string {
  return seeds
    .map((dot) =>
      dot.correct === null
        ? `${dot.seed}: ${(100 * dot.accuracy).toFixed(2)}%`
        : `${dot.seed}: ${dot.correct}/${dot.graded}`,
    )
    .join("; ");
}

/** Accuracies as a Markdown table, S, n and counts beside every mean. */
export function accuracyMarkdown(results: AblationResults, { summaries }: AblationComparison): string {
  const names = resultNames(results);
  const percent = (share: number) => (100 * share).toFixed(1);
  const lines = summaries.map((s) => [
    names.benchmark(s.benchmark),
    names.arm(s.arm),
    String(s.seedCount),
    String(s.questions),
    s.mean === null ? "" : percent(s.mean),
    s.interval ? `[${percent(s.interval.lo)}, ${percent(s.interval.hi)}]` : "",
    bySeed(s),
  ]);
  return [row(HEAD), row(HEAD.map(() => "---")), ...lines.map(row)].join("\n");
}
