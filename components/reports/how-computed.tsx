import type { AblationComparison } from "@/lib/stats/ablation";
import { ReportSection } from "./report-section";

/** How everything was computed, and how to do it again without this server. */
export function HowComputed({ comparison, id }: { comparison: AblationComparison; id: string }) {
  const sentences = [
    ...comparison.method,
    "Facts were read in one snapshot of the database and frozen; every number on this page is computed from them by lib/stats when the page is opened.",
    "A decode without a verdict, a lost continuation and a response without a reward are missing: never zero, never a failure.",
  ];
  return (
    <ReportSection id="method" title="How this was computed">
      <ul className="max-w-prose list-disc space-y-1 pl-4 text-ink-2 text-xs">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>
          To compute it again without this server: export the JSON, then{" "}
          <code className="font-mono">npm run report -- stepwell-{id}.json</code>. It ends with an error if
          any conclusion differs.
        </li>
      </ul>
    </ReportSection>
  );
}
