"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { memo } from "react";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { formatCount } from "@/lib/format/number";
import { anchorText } from "@/lib/traces/anchor";
import { Continuations } from "../continuations/continuations";
import type { TraceStepView } from "../prepare-trace";
import { StepScores } from "../scorers/step-scores";
import { TraceText } from "../text/trace-text";
import { Alternatives } from "./alternatives";
import { StepNumbers } from "./step-numbers";

interface Props {
  traceId: string;
  step: TraceStepView;
  tau: number | null;
  /** The reader is at this step. */
  isCurrent: boolean;
  open: boolean;
  onToggle: (index: number) => void;
}

/** One trace step: what it says, its c_i, what it changed, what others say of it; a click opens its continuations. */
export const TraceStepRow = memo(function TraceStepRow(props: Props) {
  const { traceId, step, tau, isCurrent, open, onToggle } = props;
  const canOpen = step.requested > 0;
  const id = anchorText({ kind: "step", step: step.index });
  return (
    <li
      id={id}
      tabIndex={-1}
      aria-current={isCurrent ? "step" : undefined}
      className={cx(
        "scroll-mt-14 border-b outline-none last:border-b-0 target:bg-accent/6",
        step.isLargestDrop && "bg-bad/5",
        isCurrent && "shadow-[inset_3px_0_0_var(--accent)]",
      )}
    >
      <div className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 px-4 py-3 md:grid-cols-[2.5rem_minmax(0,1fr)_16rem]">
        <a
          href={`#${id}`}
          title="Address of this trace step"
          className="h-fit w-fit rounded-sm pt-0.5 font-mono text-ink-3 text-xs hover:text-accent hover:underline"
        >
          s<sub>{step.index}</sub>
        </a>
        <div className="min-w-0">
          <div className="overflow-clip font-mono text-sm [overflow-clip-margin:0.25rem]">
            <TraceText text={step.body} from={step.from} place={id} />
          </div>
          <StepNotes step={step} />
          <Alternatives list={step.alternatives} />
        </div>
        <div className="col-start-2 min-w-0 md:col-start-3">
          <StepNumbers step={step} tau={tau} />
          {canOpen ? (
            <OpenButton count={step.requested} open={open} onToggle={() => onToggle(step.index)} />
          ) : null}
          <StepScores said={step.said} />
        </div>
      </div>
      {open && canOpen ? <Continuations traceId={traceId} traceStep={step.index} /> : null}
    </li>
  );
});

function OpenButton({ count, open, onToggle }: { count: number; open: boolean; onToggle: () => void }) {
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={onToggle}
      className="mt-1.5 inline-flex items-center gap-1 rounded-sm text-accent text-xs hover:underline"
    >
      <Icon aria-hidden className="size-3" />
      {open ? "Hide" : "Show"} {formatCount(count)} continuations
    </button>
  );
}

function StepNotes({ step }: { step: TraceStepView }) {
  return (
    <div className="mt-1 flex flex-wrap gap-1.5 empty:hidden">
      {step.isLargestDrop ? <Badge tone="bad">largest drop of c</Badge> : null}
      {step.straddled ? <Badge tone="warn">a token crossed this step's end</Badge> : null}
      {step.characters === 0 ? <Badge tone="warn">empty</Badge> : null}
    </div>
  );
}
