"use client";

import { useState } from "react";
import { useKeys } from "@/components/shell/keys/keys";
import { TraceText } from "@/components/traces/text/trace-text";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Kbd } from "@/components/ui/kbd";
import { Panel } from "@/components/ui/panel";
import type { AdjudicationView } from "@/lib/contracts";
import { STEP_LABELS } from "@/lib/domain/judgement";
import { sliceCodePoints } from "@/lib/traces";
import { type Act, judgingOf, saidAt } from "../judging";
import { LabelButtons } from "../label/label-buttons";
import { firstErrorInWords, LABEL_LOOKS } from "../label/label-looks";
import { PromptPanel } from "../label/prompt-panel";
import { StepEvidence } from "../label/step-evidence";
import { isSettled } from "./settled";

interface Props {
  view: AdjudicationView;
  act: (what: Act) => void;
  undo: () => void;
  onNext: (() => void) | null;
}

/** One trace with its raters side by side, and what is decided. */
export function DecideTrace({ view, act, undo, onNext }: Props) {
  const differing = view.traceSteps.filter(({ differs }) => differs).map(({ index }) => index);
  const [current, setCurrent] = useState(differing[0] ?? view.traceSteps[0]?.index ?? 0);
  const judging = judgingOf(view);
  useDecideKeys({ view, current, setCurrent, act, undo, onNext });
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <PromptPanel prompt={view.prompt} />
      <FirstError view={view} decided={judging.trace.firstError} act={act} />
      <ol className="flex flex-col gap-3" aria-label="Trace steps">
        {view.traceSteps.map((step) => {
          const said = saidAt(judging, step.index);
          return (
            <li
              key={step.index}
              aria-current={step.index === current ? "step" : undefined}
              className={cx(
                "flex flex-col gap-3 rounded-lg border bg-surface p-4",
                step.index === current && "border-accent outline-1 outline-accent",
              )}
            >
              <div className="flex gap-3">
                <span className="w-8 shrink-0 font-mono text-ink-3 text-sm">{step.index}</span>
                <div className="min-w-0 flex-1 text-base leading-7">
                  <TraceText
                    text={sliceCodePoints(view.response, step.text.start, step.text.end)}
                    from={step.text.start}
                  />
                </div>
                {step.differs ? <Badge tone="warn">raters differ</Badge> : null}
              </div>
              <Statements step={step} />
              <LabelButtons
                traceStep={step.index}
                label={said.label}
                isFirstError={judging.trace.firstError === step.index}
                disabled={false}
                keys={step.index === current}
                onLabel={(label) => {
                  setCurrent(step.index);
                  act({ kind: "label", traceStep: step.index, label });
                }}
                onFirstError={() => {
                  setCurrent(step.index);
                  act({ kind: "first-error", traceStep: step.index });
                }}
                onClear={() => act({ kind: "clear", traceStep: step.index })}
              />
              <StepEvidence evidence={view.evidence} traceStep={step.index} />
            </li>
          );
        })}
      </ol>
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone={isSettled(view) ? "ok" : "warn"}>{isSettled(view) ? "decided" : "open"}</Badge>
        <Button variant="primary" disabled={onNext === null} onClick={() => onNext?.()}>
          Next open trace <Kbd>↵</Kbd>
        </Button>
      </div>
    </div>
  );
}

/** What each rater says of a step, one beside another. */
function Statements({ step }: { step: AdjudicationView["traceSteps"][number] }) {
  return (
    <dl className="grid gap-2 sm:grid-cols-[repeat(auto-fit,minmax(12rem,1fr))]">
      {step.said.map(({ rater, label, note, tags }) => {
        const look = label === null ? null : LABEL_LOOKS[label];
        return (
          <div key={rater.id} className="min-w-0 rounded-md border p-2 text-sm">
            <dt className="text-ink-3 text-xs">
              <bdi>{rater.name}</bdi>
            </dt>
            <dd className={cx("flex items-center gap-1.5", look?.text ?? "text-ink-3")}>
              {look ? <look.icon aria-hidden className="size-3.5" /> : null}
              {look?.word ?? "no label"}
            </dd>
            {tags.length > 0 ? (
              <dd className="text-ink-2 text-xs">
                <bdi>{tags.join(", ")}</bdi>
              </dd>
            ) : null}
            {note === "" ? null : (
              <dd className="whitespace-pre-wrap break-words text-ink-2 text-xs">
                <bdi>{note}</bdi>
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}

interface FirstErrorProps {
  view: AdjudicationView;
  decided: number | null;
  act: (what: Act) => void;
}

function FirstError({ view, decided, act }: FirstErrorProps) {
  return (
    <Panel
      title="First error"
      aside={view.firstErrorDiffers ? <Badge tone="warn">raters differ</Badge> : null}
    >
      <div className="flex flex-col gap-3 text-sm">
        <dl className="flex flex-wrap gap-x-6 gap-y-1">
          {view.firstErrors.map(({ rater, firstError, derived, note }) => (
            <div key={rater.id}>
              <dt className="text-ink-3 text-xs">
                <bdi>{rater.name}</bdi>
              </dt>
              <dd>
                {firstErrorInWords(firstError)}
                {derived ? <span className="text-ink-3 text-xs"> (from the labels)</span> : null}
              </dd>
              {note === "" ? null : (
                <dd className="max-w-prose whitespace-pre-wrap break-words text-ink-2 text-xs">
                  <bdi>{note}</bdi>
                </dd>
              )}
            </div>
          ))}
        </dl>
        <div className="flex flex-wrap items-center gap-2">
          <span>
            Decided: <strong>{firstErrorInWords(decided)}</strong>
          </span>
          <Button size="sm" aria-pressed={decided === 0} onClick={() => act({ kind: "nothing-wrong" })}>
            No step is wrong <Kbd>0</Kbd>
          </Button>
        </div>
      </div>
    </Panel>
  );
}

interface Keys extends Props {
  current: number;
  setCurrent: (traceStep: number) => void;
}

function useDecideKeys({ view, current, setCurrent, act, undo, onNext }: Keys): void {
  const order = view.traceSteps.map(({ index }) => index);
  const move = (by: 1 | -1) => {
    const to = order[order.indexOf(current) + by];
    if (to !== undefined) setCurrent(to);
  };
  useKeys("Decide", [
    ...STEP_LABELS.map((label) => ({
      keys: [LABEL_LOOKS[label].key],
      does: `The step is ${label}`,
      run: () => act({ kind: "label", traceStep: current, label }),
    })),
    {
      keys: ["4"],
      does: "The step is the first error",
      run: () => act({ kind: "first-error", traceStep: current }),
    },
    { keys: ["5"], does: "Clear the decision", run: () => act({ kind: "clear", traceStep: current }) },
    { keys: ["0"], does: "No step is wrong", run: () => act({ kind: "nothing-wrong" }) },
    { keys: ["j", "ArrowDown"], does: "Next step", run: () => move(1) },
    { keys: ["k", "ArrowUp"], does: "Step before", run: () => move(-1) },
    { keys: ["Enter"], does: "Next open trace", run: () => onNext?.() },
    { keys: ["u"], does: "Undo (Ctrl Z too; Ctrl Y does it again)", run: undo },
  ]);
}
