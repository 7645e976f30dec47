"use client";

import { TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Panel } from "@/components/ui/panel";
import type { LabelView } from "@/lib/contracts";
import { contradictions } from "@/lib/domain/judgement";
import type { Act, Judging } from "../judging";
import { firstErrorInWords } from "./label-looks";
import { NoteField } from "./note-field";

interface Props {
  view: LabelView;
  judging: Judging;
  locked: boolean;
  act: (what: Act) => void;
}

/** What is said of the whole trace. */
export function TracePanel({ view, judging, locked, act }: Props) {
  const { firstError, note } = judging.trace;
  const stepCount = view.traceSteps.length;
  const labels = new Map(
    [...judging.steps].flatMap(([i, { label }]) => (label === null ? [] : [[i, label] as const])),
  );
  const open = Array.from(
    { length: firstError === 0 ? stepCount : (firstError ?? 1) - 1 },
    (_, i) => i + 1,
  ).filter((i) => !labels.has(i)).length;
  return (
    <Panel title="The whole trace">
      <div className="flex flex-col gap-3 text-sm">
        <p>
          <span className="text-ink-3">First error:</span> <strong>{firstErrorInWords(firstError)}</strong>
        </p>
        <div className="flex flex-wrap gap-1.5">
          <Button
            size="sm"
            disabled={locked}
            aria-pressed={firstError === 0}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => act({ kind: "nothing-wrong" })}
          >
            No step is wrong <Kbd>0</Kbd>
          </Button>
          <Button
            size="sm"
            disabled={locked || open === 0}
            title="Labels good every step before the first error that carries no label yet"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => act({ kind: "rest-good" })}
          >
            {firstError === 0 ? "All steps are good" : "Steps before are good"} <Kbd>b</Kbd>
          </Button>
        </div>
        {contradictions(firstError, labels).map((sentence) => (
          <p key={sentence} className="flex items-start gap-1.5 text-warn text-xs">
            <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {sentence}
          </p>
        ))}
        <NoteField
          key={view.traceId}
          label="Note on the trace"
          value={note}
          disabled={locked}
          onSettle={(text) => act({ kind: "note", traceStep: null, note: text })}
        />
      </div>
    </Panel>
  );
}
