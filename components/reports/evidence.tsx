import type { ReportContent } from "@/lib/contracts/report";
import { resultNames } from "@/lib/domain/result-names";
import { ReportSection } from "./report-section";

/** The author's claim, and what the evidence supports: two things, and only the second is computed. */
export function Evidence({ content, sentences }: { content: ReportContent; sentences: readonly string[] }) {
  return (
    <ReportSection id="evidence" title="What the evidence supports">
      {content.claim ? (
        <blockquote className="mb-3 max-w-prose border-l-2 pl-3 text-sm">
          <p className="text-2xs text-ink-3">
            The author's claim, in the author's words and checked by nobody
          </p>
          <p className="whitespace-pre-line italic">{content.claim}</p>
        </blockquote>
      ) : null}
      <Contrast results={content.results} />
      <div className="max-w-prose space-y-2 text-base leading-5.5">
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </ReportSection>
  );
}

function Contrast({ results }: Pick<ReportContent, "results">) {
  const names = resultNames(results);
  const { contrast } = results;
  // Nothing was launched here, so nothing could be declared.
  if (results.arms.every((arm) => arm.source === "imported")) return null;
  return (
    <p className="mb-3 border-accent border-l-2 pl-3 text-sm">
      {contrast
        ? `The one comparison declared before launch: ${names.arm(contrast.arm)} against ${names.arm(contrast.baseline)} on ${names.benchmark(contrast.benchmark)}.`
        : "No single comparison was declared before launch: every one counts in Holm's family."}
      {results.baselineArm === null ? "" : ` Declared baseline: ${names.arm(results.baselineArm)}.`}
    </p>
  );
}
