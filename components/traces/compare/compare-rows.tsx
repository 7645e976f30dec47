"use client";

import { useMemo } from "react";
import { cx } from "@/components/ui/cx";
import type { TraceDetail } from "@/lib/contracts";
import { anchorText } from "@/lib/traces/anchor";
import { LongText } from "../long-text";
import { Pips } from "../pips";
import type { TraceStepView } from "../prepare-trace";
import { StepScores } from "../scorers/step-scores";
import { visibleText } from "../text/visible-text";
import { compareTexts, type Segment } from "./prepare-compare";

const NAME = "px-2 py-2 pt-2.5 font-mono text-ink-3 text-xs";
const CELL = "border-l px-3 py-2 align-top";

/** The steps that all share: their text once, what each trace scored there beside it. */
export function CommonRow({ views, common }: { views: readonly TraceStepView[][]; common: number }) {
  const shared = (views[0] ?? []).slice(0, common);
  return (
    <tr className="border-b bg-sunken">
      <td className={cx(NAME, "align-top")}>
        s<sub>1</sub>
        {common > 1 ? (
          <>
            –<sub>{common}</sub>
          </>
        ) : null}
      </td>
      {views
        .map((steps, column) => ({ steps, column, key: `trace-${column}` }))
        .map(({ steps, column, key }) => (
          <td key={key} className={CELL}>
            {column === 0 ? (
              <details>
                <summary className="w-fit rounded-sm text-accent text-xs hover:underline">
                  The same in all
                </summary>
                <ol className="mt-1 flex flex-col gap-1.5 font-mono text-xs">
                  {shared.map((step) => (
                    <li key={step.index}>
                      <LongText text={step.body} />
                    </li>
                  ))}
                </ol>
              </details>
            ) : null}
            <ul className="mt-1 flex flex-col gap-0.5">
              {steps.slice(0, common).map((step) => (
                <li key={step.index}>
                  <StepScore step={step} />
                </li>
              ))}
            </ul>
          </td>
        ))}
    </tr>
  );
}

/** c_i of one step as a line. */
function StepScore({ step }: { step: TraceStepView }) {
  return (
    <span className="flex flex-wrap items-center gap-2 text-xs">
      <span className="w-16 text-ink-2">
        c<sub>{step.index}</sub> {step.c === null ? "" : `= ${step.c.toFixed(2)}`}
      </span>
      <Pips counts={step} hollow={step.crossesTau} />
      {step.isLargestDrop ? <span className="text-bad">largest drop</span> : null}
    </span>
  );
}

interface StepRowProps {
  /** From 0. */
  index: number;
  traces: readonly TraceDetail[];
  views: readonly TraceStepView[][];
  isCurrent: boolean;
}

/** One step of each trace from where they differ, with the words that make the difference. */
export function StepRow({ index, traces, views, isCurrent }: StepRowProps) {
  const steps = views.map((all) => all[index] ?? null);
  const segments = useMemo(() => compareTexts(views.map((all) => all[index]?.body ?? null)), [views, index]);
  const id = anchorText({ kind: "step", step: index + 1 });
  return (
    <tr
      id={id}
      tabIndex={-1}
      aria-current={isCurrent ? "step" : undefined}
      className={cx("scroll-mt-4 border-b outline-none", isCurrent && "shadow-[inset_3px_0_0_var(--accent)]")}
    >
      <td className={cx(NAME, "align-top")}>
        <a
          href={`#${id}`}
          className="rounded-sm hover:text-accent hover:underline"
          title="Address of this trace step"
        >
          s<sub>{index + 1}</sub>
        </a>
      </td>
      {steps
        .map((step, i) => ({ step, trace: traces[i], words: segments[i] ?? null }))
        .map(({ step, trace, words }, i) => (
          <td key={trace?.row.id ?? i} className={cx(CELL, step?.isLargestDrop && "bg-bad/5")}>
            {step ? (
              <StepCell step={step} words={words} />
            ) : (
              <span className="text-ink-3 text-xs">ended before</span>
            )}
          </td>
        ))}
    </tr>
  );
}

function StepCell({ step, words }: { step: TraceStepView; words: Segment[] | null }) {
  return (
    <div className="flex flex-col gap-1.5">
      <div className="font-mono text-xs">
        {words === null ? <LongText text={step.body} /> : <MarkedWords words={words} />}
      </div>
      <StepScore step={step} />
      <StepScores said={step.said} />
    </div>
  );
}

/** A text with its own words marked, by ground and underline. */
function MarkedWords({ words }: { words: readonly Segment[] }) {
  return (
    <bdi className="whitespace-pre-wrap break-words">
      {words
        .map((segment, i) => ({ ...segment, key: `${i}-${segment.isOwn}` }))
        .map(({ key, text, isOwn }) =>
          isOwn ? (
            <mark
              key={key}
              className="rounded-xs bg-warn/25 text-ink underline decoration-warn underline-offset-2"
            >
              {visibleText(text)}
            </mark>
          ) : (
            visibleText(text)
          ),
        )}
    </bdi>
  );
}

/** What each wrote outside of its trace steps. */
export function OutsideRow({ traces, texts }: { traces: readonly TraceDetail[]; texts: readonly string[] }) {
  return (
    <tr className="border-b">
      <td className={cx(NAME, "align-top")} title="outside of the trace steps">
        text
      </td>
      {traces.map((trace, i) => (
        <td key={trace.row.id} className={cx(CELL, "font-mono text-ink-2 text-xs")}>
          <LongText text={texts[i] ?? ""} />
        </td>
      ))}
    </tr>
  );
}
