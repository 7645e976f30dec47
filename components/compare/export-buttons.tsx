import { CopyButton } from "@/components/ui/copy-button";
import type { AblationResults } from "@/lib/contracts/results";
import { resultsLatex } from "@/lib/reports/latex";
import { resultsCsv } from "@/lib/reports/tables";
import type { AblationComparison } from "@/lib/stats/ablation";
import { accuracyMarkdown } from "./accuracy-markdown";

/** The tables as a report prints them: CSV with every count, LaTeX with intervals and footnotes, Markdown to paste. */
export function ExportButtons({
  results,
  comparison,
}: {
  results: AblationResults;
  comparison: AblationComparison;
}) {
  const about = { caption: results.name, source: `Stepwell, ${results.ablationId ?? "selection"}` };
  return (
    <>
      <CopyButton text={resultsCsv(results, comparison)} label="CSV" showLabel />
      <CopyButton text={accuracyMarkdown(results, comparison)} label="Markdown" showLabel />
      <CopyButton text={resultsLatex(results, comparison, about)} label="LaTeX" showLabel />
    </>
  );
}
