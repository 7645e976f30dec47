"use client";

import { type Ref, useEffect, useRef } from "react";
import { TraceText } from "@/components/traces/text/trace-text";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Kbd } from "@/components/ui/kbd";
import type { LabelEditChange, ReviewEvidence, StepLabel } from "@/lib/contracts";
import { LabelButtons } from "./label-buttons";
import { NoteField } from "./note-field";
import { StepEvidence } from "./step-evidence";
import { TagsField } from "./tags-field";

export interface StepActs {
  onLabel: (label: StepLabel) => void;
  onFirstError: () => void;
  onClear: () => void;
  onNote: (note: string) => void;
  onTags: (tags: string[]) => void;
}

/** The field of a step that is being written in. */
export type Writing = "note" | "tags" | null;

interface Props extends StepActs {
  traceStep: number;
  text: string;
  from: number;
  said: LabelEditChange;
  isFirstError: boolean;
  /** The keys act on it. */
  isCurrent: boolean;
  locked: boolean;
  writing: Writing;
  knownTags: readonly string[];
  evidence: ReviewEvidence | null;
  onChoose: () => void;
  onWrite: (writing: Writing) => void;
}

/** One trace step to be judged. */
export function StepCard(props: Props) {
  const { traceStep, text, from, said, isFirstError, isCurrent, locked, evidence, onChoose } = props;
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isCurrent) place.current?.scrollIntoView({ block: "nearest" });
  }, [isCurrent]);
  return (
    <li
      ref={place}
      id={`step-${traceStep}`}
      aria-current={isCurrent ? "step" : undefined}
      className={cx(
        "scroll-my-24 rounded-lg border bg-surface",
        isCurrent ? "border-accent outline-1 outline-accent" : "border-line",
      )}
    >
      <div className="flex flex-col gap-3 p-4">
        <div className="flex gap-3">
          <button
            type="button"
            aria-label={`Go to step ${traceStep}`}
            onMouseDown={(event) => event.preventDefault()}
            onClick={onChoose}
            className="h-6 w-8 shrink-0 rounded-sm text-left font-mono text-ink-3 text-sm hover:text-ink"
          >
            {traceStep}
          </button>
          <div className="min-w-0 flex-1 text-base leading-7">
            <TraceText text={text} from={from} />
            {text.trim() === "" ? <span className="text-ink-3 text-sm">empty step</span> : null}
          </div>
        </div>
        <div className="flex flex-col gap-2 sm:pl-11">
          <LabelButtons
            traceStep={traceStep}
            label={said.label}
            isFirstError={isFirstError}
            disabled={locked}
            keys={isCurrent && !locked}
            onLabel={props.onLabel}
            onFirstError={props.onFirstError}
            onClear={props.onClear}
          />
          <Words {...props} />
          {evidence ? <StepEvidence evidence={evidence} traceStep={traceStep} /> : null}
        </div>
      </div>
    </li>
  );
}

/** Note and tags: there where they say something or are being written, a key away elsewhere. */
function Words(props: Props) {
  const { traceStep, said, isCurrent, locked, writing, knownTags, onWrite, onNote, onTags } = props;
  const leave = () => onWrite(null);
  const noteShown = said.note !== "" || writing === "note";
  const tagsShown = said.tags.length > 0 || writing === "tags";
  return (
    <>
      {tagsShown ? (
        <TagsField
          ref={writing === "tags" ? focus : undefined}
          {...{ traceStep, known: knownTags, disabled: locked }}
          tags={said.tags}
          onChange={onTags}
          onLeave={leave}
        />
      ) : null}
      {noteShown ? (
        <NoteField
          ref={writing === "note" ? focus : undefined}
          label={`Note on step ${traceStep}`}
          value={said.note}
          disabled={locked}
          onSettle={onNote}
          onLeave={leave}
        />
      ) : null}
      {isCurrent && !locked && !(noteShown && tagsShown) ? (
        <div className="flex gap-1.5">
          {noteShown ? null : (
            <Button variant="ghost" size="sm" onClick={() => onWrite("note")}>
              Note <Kbd>n</Kbd>
            </Button>
          )}
          {tagsShown ? null : (
            <Button variant="ghost" size="sm" onClick={() => onWrite("tags")}>
              Tag <Kbd>t</Kbd>
            </Button>
          )}
        </div>
      ) : null}
    </>
  );
}

const focus: Ref<HTMLTextAreaElement & HTMLInputElement> = (field) => field?.focus();
