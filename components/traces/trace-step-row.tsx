"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { formatCount } from "@/lib/format/number";
import { Continuations } from "./continuations/continuations";
import { IntervalBar } from "./interval-bar";
import { LongText } from "./long-text";
import { countsInWords, Pips } from "./pips";
import type { TraceStepView } from "./prepare-trace";

interface Props {
  traceId: string;
  step: TraceStepView;
  tau: number | null;
  open: boolean;
  onToggle: () => void;
}

/** One trace step: what it says, its c_i, what it changed; a click opens its continuations. */
export function TraceStepRow({ traceId, step, tau, open, onToggle }: Props) {
  const canOpen = step.requested > 0;
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <li
      id={`step-${step.index}`}
      className={cx("border-b last:border-b-0", step.isLargestDrop && "bg-bad/5")}
    >
      <div className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 gap-y-2 px-4 py-3 md:grid-cols-[2.5rem_minmax(0,1fr)_16rem]">
        <span className="pt-0.5 font-mono text-ink-3 text-xs">
          s<sub>{step.index}</sub>
        </span>
        <div className="min-w-0">
          <LongText text={step.body} className="font-mono text-sm" />
          <StepNotes step={step} />
        </div>
        <div className="col-start-2 md:col-start-3">
          <StepNumbers step={step} tau={tau} />
          {canOpen ? (
            <button
              type="button"
              aria-expanded={open}
              onClick={onToggle}
              className="mt-1.5 inline-flex items-center gap-1 rounded-sm text-accent text-xs hover:underline"
            >
              <Icon aria-hidden className="size-3" />
              {open ? "Hide" : "Show"} {formatCount(step.requested)} continuations
            </button>
          ) : null}
        </div>
      </div>
      {open && canOpen ? <Continuations traceId={traceId} traceStep={step.index} /> : null}
    </li>
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

function StepNumbers({ step, tau }: { step: TraceStepView; tau: number | null }) {
  if (step.c === null)
    return (
      <div
        className={cx(
          "rounded-sm px-1.5 py-0.5 text-xs",
          step.state === "missing" ? "hatched text-ink-2" : "text-ink-3",
        )}
      >
        {countsInWords(step)}
      </div>
    );
  return (
    <div className="flex flex-col gap-1 text-xs">
      <div className="flex items-center gap-2">
        <span className="w-16 font-medium">
          c<sub>{step.index}</sub> = {step.c.toFixed(2)}
        </span>
        <Pips counts={step} hollow={step.crossesTau} />
        <span className="text-ink-3">
          {step.successes}/{step.returned}
        </span>
      </div>
      <IntervalBar view={step} tau={tau} />
      <Advantage step={step} />
    </div>
  );
}

function Advantage({ step }: { step: TraceStepView }) {
  if (!step.advantage) return <span className="text-ink-3">change from the step before: unknown</span>;
  const { value, lo, hi } = step.advantage;
  const sign = (v: number) => `${v > 0 ? "+" : v < 0 ? "−" : ""}${Math.abs(v).toFixed(2)}`;
  return (
    <span
      className={value < 0 ? "text-bad" : "text-ink-2"}
      title="stepAdvantage a = c minus the c before it; Newcombe 95% interval"
    >
      a<sub>{step.index}</sub> = {sign(value)}
      {lo === null || hi === null ? "" : ` [${sign(lo)}, ${sign(hi)}]`}
    </span>
  );
}
