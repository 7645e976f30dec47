import { EyeOff } from "lucide-react";
import Link from "next/link";
import { KeyValues } from "@/components/ui/key-values";
import { Panel } from "@/components/ui/panel";
import type { LabelView, ReviewEvidence } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { firstErrorInWords } from "./label-looks";

const VERDICTS = new Map([
  [1, "right"],
  [0, "wrong"],
]);

/** Verdict and origin of a trace, where its rater may see them. */
export function EvidencePanel({ view }: { view: LabelView }) {
  if (view.evidence === null)
    return (
      <p className="flex items-start gap-2 rounded-lg border border-dashed p-3 text-ink-2 text-xs">
        <EyeOff aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span>
          Blind: c<sub>i</sub>, the verdict, the reference answer, where the trace comes from and what others
          say of it are shown once you have marked it done.
        </span>
      </p>
    );
  return <Evidence evidence={view.evidence} traceId={view.traceId} />;
}

function Evidence({ evidence, traceId }: { evidence: ReviewEvidence; traceId: string }) {
  const { outcome, answer, reference, run, scorers } = evidence;
  const stated = scorers.flatMap(({ id, name, trace }) =>
    trace === null ? [] : [{ key: id, label: <bdi>{name}</bdi>, value: firstErrorInWords(trace.firstError) }],
  );
  return (
    <Panel title="Verdict and origin">
      <KeyValues
        items={[
          { key: "outcome", label: "Answer is", value: VERDICTS.get(outcome ?? -1) ?? "unknown" },
          { key: "answer", label: "Answer", value: <bdi className="break-words">{answer ?? "none"}</bdi> },
          {
            key: "reference",
            label: "Reference",
            value: <bdi className="break-words">{reference ?? "none"}</bdi>,
          },
          {
            key: "trace",
            label: "Trace",
            value: (
              <Link className="text-accent hover:underline" href={routes.trace(traceId)}>
                open its page
              </Link>
            ),
          },
          { key: "run", label: "Run", value: <bdi>{run.name}</bdi> },
          { key: "train-step", label: "Train step", value: run.trainStep ?? "none" },
        ]}
      />
      {stated.length > 0 ? (
        <div className="mt-3 border-t pt-3">
          <p className="mb-1 text-ink-3 text-xs">First error, as others say</p>
          <KeyValues items={stated} />
        </div>
      ) : null}
    </Panel>
  );
}
