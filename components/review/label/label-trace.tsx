"use client";

import { useState } from "react";
import { useKeys } from "@/components/shell/keys/keys";
import { TraceText } from "@/components/traces/text/trace-text";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import type { LabelView } from "@/lib/contracts";
import { STEP_LABELS } from "@/lib/domain/judgement";
import { type Act, judgingOf, progressOf, saidAt } from "../judging";
import { type ResponsePart, responseParts } from "../response-parts";
import { EvidencePanel } from "./evidence-panel";
import { LABEL_LOOKS } from "./label-looks";
import { PromptPanel } from "./prompt-panel";
import { StepCard, type Writing } from "./step-card";
import { TracePanel } from "./trace-panel";

interface Props {
  view: LabelView;
  knownTags: readonly string[];
  act: (what: Act) => void;
  onDone: () => void;
  onSkip: () => void;
  onReopen: () => void;
}

/** One trace being judged: its prompt, its steps one under another, what is said of the whole. */
export function LabelTrace(props: Props) {
  const { view, knownTags, act } = props;
  const [current, setCurrent] = useState(view.traceSteps[0]?.index ?? 0);
  const [writing, setWriting] = useState<Writing>(null);
  const judging = judgingOf(view);
  const locked = view.status === "done";
  const choose = (traceStep: number) => {
    setCurrent(traceStep);
    setWriting(null);
  };
  useStepKeys({ view, current, choose, act, write: setWriting, locked });
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <PromptPanel prompt={view.prompt} />
        <ol className="flex flex-col gap-3" aria-label="Trace steps">
          {responseParts(view).map(({ traceStep, text, from, isAnswer }) =>
            traceStep === null ? (
              <Outside key={`outside ${from}`} {...{ text, isAnswer }} />
            ) : (
              <StepCard
                key={traceStep}
                {...{ traceStep, text, from, locked, knownTags }}
                said={saidAt(judging, traceStep)}
                isFirstError={judging.trace.firstError === traceStep}
                isCurrent={traceStep === current}
                writing={traceStep === current ? writing : null}
                evidence={view.evidence}
                onChoose={() => choose(traceStep)}
                onWrite={setWriting}
                onLabel={(label) => {
                  choose(traceStep);
                  act({ kind: "label", traceStep, label });
                }}
                onFirstError={() => {
                  choose(traceStep);
                  act({ kind: "first-error", traceStep });
                }}
                onClear={() => act({ kind: "clear", traceStep })}
                onNote={(note) => act({ kind: "note", traceStep, note })}
                onTags={(tags) => act({ kind: "tags", traceStep, tags })}
              />
            ),
          )}
        </ol>
        {view.traceSteps.length === 0 ? (
          <p className="text-ink-2 text-sm">
            No trace steps were stored: say in the note of the trace what you think of it.
          </p>
        ) : null}
      </div>
      <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-4">
        <Finish {...props} judging={judging} />
        <TracePanel {...{ view, judging, locked, act }} />
        <EvidencePanel view={view} />
      </div>
    </div>
  );
}

/** What the response says outside of its steps: shown, so that nothing of it is hidden, and not labelled. */
function Outside({ text, isAnswer }: Pick<ResponsePart, "text" | "isAnswer">) {
  return (
    <li className="rounded-lg border border-dashed px-4 py-2">
      <p className="text-2xs text-ink-3 uppercase tracking-wide">
        {isAnswer ? "answer" : "outside of the steps"}
      </p>
      <div className="text-ink-2 text-sm">
        <TraceText text={text} />
      </div>
    </li>
  );
}

function Finish({
  view,
  judging,
  onDone,
  onSkip,
  onReopen,
}: Props & { judging: ReturnType<typeof judgingOf> }) {
  const { labelled, anything } = progressOf(judging);
  const steps = view.traceSteps.length;
  if (view.status === "done")
    return (
      <div className="flex flex-col gap-2 rounded-lg border bg-surface p-3 text-sm">
        <p>
          <strong>Done.</strong> Reopen it to change a label
          {view.blind ? "; what was hidden is hidden again then." : "."}
        </p>
        <Button onClick={onReopen}>Reopen</Button>
      </div>
    );
  return (
    <div className="flex flex-col gap-2 rounded-lg border bg-surface p-3 text-sm">
      <p className="text-ink-2">
        {labelled} of {steps} {steps === 1 ? "step" : "steps"} labelled
        {view.status === "skipped" ? ", skipped" : ""}
      </p>
      <div className="flex gap-2">
        <Button variant="primary" className="flex-1" disabled={!anything} onClick={onDone}>
          Done, next <Kbd>↵</Kbd>
        </Button>
        <Button onClick={onSkip}>
          Skip <Kbd>s</Kbd>
        </Button>
      </div>
      {anything ? null : (
        <p className="text-ink-3 text-xs">Nothing is said yet: label a step, or say that no step is wrong.</p>
      )}
    </div>
  );
}

interface StepKeys {
  view: LabelView;
  current: number;
  choose: (traceStep: number) => void;
  act: (what: Act) => void;
  write: (writing: Writing) => void;
  locked: boolean;
}

function useStepKeys({ view, current, choose, act, write, locked }: StepKeys): void {
  const order = view.traceSteps.map(({ index }) => index);
  const move = (by: 1 | -1) => {
    const to = order[order.indexOf(current) + by];
    if (to !== undefined) choose(to);
  };
  const of = (what: (traceStep: number) => Act) => () => {
    if (order.includes(current)) act(what(current));
  };
  useKeys("Trace steps", [
    { keys: ["j", "ArrowDown"], does: "Next step", run: () => move(1) },
    { keys: ["k", "ArrowUp"], does: "Step before", run: () => move(-1) },
  ]);
  useKeys(
    "Labels",
    [
      ...STEP_LABELS.map((label) => ({
        keys: [LABEL_LOOKS[label].key],
        does: `The step is ${label}`,
        run: of((traceStep) => ({ kind: "label", traceStep, label })),
      })),
      {
        keys: ["4"],
        does: "The step is the first error",
        run: of((traceStep) => ({ kind: "first-error", traceStep })),
      },
      { keys: ["5"], does: "Clear the step's label", run: of((traceStep) => ({ kind: "clear", traceStep })) },
      { keys: ["0"], does: "No step is wrong", run: () => act({ kind: "nothing-wrong" }) },
      {
        keys: ["b"],
        does: "The steps before the first error are good",
        run: () => act({ kind: "rest-good" }),
      },
      { keys: ["n"], does: "Note on the step", run: () => write("note") },
      { keys: ["t"], does: "Tag the step", run: () => write("tags") },
    ],
    !locked,
  );
}
