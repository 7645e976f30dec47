import type { ReportContent, ReportDocument } from "@/lib/contracts/report";
import { healthLines } from "@/lib/reports/health";
import { settingsTable } from "@/lib/reports/settings";
import type { Verified } from "@/lib/reports/verify";
import { Accuracies } from "./accuracies";
import { Costs } from "./costs";
import { Curves } from "./curves";
import { Differences, differenceFigures } from "./differences";
import { Evidence } from "./evidence";
import { Health } from "./health";
import { HowComputed } from "./how-computed";
import { NothingTrained } from "./nothing-trained";
import { ReportHead } from "./report-head";
import { Sensitivity } from "./sensitivity";
import { Settings } from "./settings";
import { Variability, variabilityFigures } from "./variability";
import { Versions } from "./versions";

interface Props {
  document: Omit<ReportDocument, "content">;
  content: ReportContent;
  verified: Verified;
  url: string;
}

/** A frozen report as a paper's appendix would print it; everything concluded is computed from its facts. */
export function ReportView({ document, content, verified, url }: Props) {
  const { results, runs, curves, statistics } = content;
  const { conclusions } = verified;
  const { comparison, costs, sentences } = conclusions;
  const { level } = statistics.options;
  const forest = 1 + new Set(comparison.summaries.map((summary) => summary.benchmark)).size;
  const variability = forest + differenceFigures(comparison);
  const training = variability + variabilityFigures(conclusions);
  return (
    <article className="report [--ground:var(--canvas)] mx-auto max-w-[45rem] px-4 py-6 print:max-w-none print:p-0">
      <ReportHead document={document} content={content} verified={verified} url={url} />
      <Evidence content={content} sentences={sentences} />
      <Accuracies results={results} comparison={comparison} firstFigure={1} />
      <Differences results={results} comparison={comparison} firstFigure={forest} />
      <Variability results={results} conclusions={conclusions} firstFigure={variability} />
      {runs.length === 0 ? (
        <NothingTrained />
      ) : (
        <>
          <Curves curves={curves} results={results} level={level} figure={training} />
          <Costs results={results} costs={costs} rewriting={content.costs.rewriting} level={level} />
          <Sensitivity sensitivity={content.sensitivity} figure={training + (curves.length > 0 ? 1 : 0)} />
          <Health lines={healthLines(content)} />
          <Settings table={settingsTable(runs, results)} runs={runs.length} />
        </>
      )}
      <Versions content={content} document={document} />
      <HowComputed comparison={comparison} id={document.id} />
    </article>
  );
}
