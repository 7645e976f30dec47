import { Pips } from "@/components/traces/pips";
import { viewSolvability } from "@/components/traces/prepare-trace";
import { cx } from "@/components/ui/cx";
import type { ReviewEvidence, ScorerView } from "@/lib/contracts";
import { LABEL_LOOKS } from "./label-looks";

/** What continuations and the other scorers say of one trace step. */
export function StepEvidence({ evidence, traceStep }: { evidence: ReviewEvidence; traceStep: number }) {
  const counts = evidence.solvability[traceStep - 1];
  const said = evidence.scorers.flatMap((scorer) => {
    const score = scorer.steps.find((step) => step.traceStep === traceStep);
    return score ? [{ scorer, score }] : [];
  });
  return (
    <dl className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-dashed pt-2 text-xs">
      <div className="flex items-center gap-1.5">
        <dt className="text-ink-3">
          c<sub>{traceStep}</sub>
        </dt>
        <dd className="flex items-center gap-1.5">
          {counts ? <Solvability counts={counts} /> : "not scored"}
        </dd>
      </div>
      {said.map(({ scorer, score }) => (
        <div key={scorer.id} className="flex items-center gap-1.5">
          <dt className="text-ink-3">
            <bdi>{scorer.name}</bdi>
          </dt>
          <dd>
            <Score score={score} isFirstError={scorer.trace?.firstError === traceStep} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Solvability({ counts }: { counts: ReviewEvidence["solvability"][number] }) {
  const view = viewSolvability(counts, null);
  if (view.state === "not-scored") return <span className="text-ink-3">not scored</span>;
  if (view.c === null) return <span className="hatched rounded-sm px-1">all continuations lost</span>;
  return (
    <>
      <span className="font-medium">{view.c.toFixed(2)}</span>
      <Pips counts={view} hollow={false} />
      <span className="text-ink-3">
        {view.successes}/{view.returned}
      </span>
    </>
  );
}

function Score({ score, isFirstError }: { score: ScorerView["steps"][number]; isFirstError: boolean }) {
  const { label, value, note } = score;
  const look = label === null ? null : LABEL_LOOKS[label];
  return (
    <span className={cx("inline-flex items-center gap-1", look?.text)} title={note === "" ? undefined : note}>
      {look ? <look.icon aria-hidden className="size-3" /> : null}
      {[
        look?.word.toLowerCase(),
        value === null ? null : value.toFixed(2),
        isFirstError ? "first error" : null,
      ]
        .filter((part) => part !== null && part !== undefined)
        .join(", ") || "nothing"}
    </span>
  );
}
