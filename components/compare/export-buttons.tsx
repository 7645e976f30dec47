import { CopyButton } from "@/components/ui/copy-button";
import type { AblationResults } from "@/lib/contracts/results";
import type { AblationComparison } from "@/lib/stats/ablation";
import { tableLines, toCsv, toLatex, toMarkdown } from "./export-table";

/** The table as CSV, Markdown or LaTeX, counts included. */
export function ExportButtons({
  results,
  comparison,
}: {
  results: AblationResults;
  comparison: AblationComparison;
}) {
  const lines = tableLines(results, comparison);
  return (
    <>
      <CopyButton text={toCsv(lines)} label="CSV" showLabel />
      <CopyButton text={toMarkdown(lines)} label="Markdown" showLabel />
      <CopyButton text={toLatex(lines)} label="LaTeX" showLabel />
    </>
  );
}
