import { TriangleAlert } from "lucide-react";
import { Panel } from "@/components/ui/panel";
import type { AblationResults } from "@/lib/contracts/results";
import { addedAfterResults, seedAdditionSentence } from "@/lib/domain/seed-additions";
import type { AblationComparison } from "@/lib/stats/ablation";
import { describeResults } from "../describe-results";

/** What may be concluded, before any figure; then what a reader must know before believing it. */
export function Conclusion({
  results,
  comparison,
}: {
  results: AblationResults;
  comparison: AblationComparison;
}) {
  return (
    <Panel title="What these results have shown, and what not">
      <div className="max-w-prose space-y-1.5 text-base" aria-live="polite">
        {describeResults(results, comparison).map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {(results.seedsAdded ?? []).map((addition) => (
        <p
          key={`${addition.at} ${addition.seeds.join()}`}
          className="mt-2 flex max-w-prose items-start gap-1.5 text-ink-2 text-xs"
        >
          {addedAfterResults(addition) ? (
            <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warn" />
          ) : null}
          {seedAdditionSentence(addition)}
        </p>
      ))}
    </Panel>
  );
}
