"use client";

import { X } from "lucide-react";
import type { MouseEvent } from "react";
import { cx } from "@/components/ui/cx";
import { Kbd } from "@/components/ui/kbd";
import type { StepLabel } from "@/lib/contracts";
import { STEP_LABELS } from "@/lib/domain/judgement";
import { FIRST_ERROR_LOOK, LABEL_LOOKS } from "./label-looks";

interface Props {
  traceStep: number;
  label: StepLabel | null;
  isFirstError: boolean;
  disabled: boolean;
  /** Shows the keys: on the step that they act on. */
  keys: boolean;
  onLabel: (label: StepLabel) => void;
  onFirstError: () => void;
  onClear: () => void;
}

const BASE =
  "inline-flex h-8 items-center gap-1.5 rounded-md border px-2.5 text-sm transition-colors disabled:cursor-not-allowed disabled:opacity-60 [&_svg]:size-3.5";
const FREE = "border-line-strong bg-surface text-ink-2 hover:bg-hover hover:text-ink";

/** A pointer leaves the focus where it is, so that the keys go on working on the step. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** What can be said of a trace step. */
export function LabelButtons(props: Props) {
  const { traceStep, label, isFirstError, disabled, keys, onLabel, onFirstError, onClear } = props;
  const { icon: Flag } = FIRST_ERROR_LOOK;
  return (
    <fieldset className="flex flex-wrap items-center gap-1.5" disabled={disabled}>
      <legend className="sr-only">Label of step {traceStep}</legend>
      {STEP_LABELS.map((one) => {
        const { word, icon: Icon, key, chosen } = LABEL_LOOKS[one];
        return (
          <button
            key={one}
            type="button"
            aria-pressed={label === one}
            onMouseDown={keepFocus}
            onClick={() => onLabel(one)}
            className={cx(BASE, label === one ? chosen : FREE, label === one && "font-medium")}
          >
            <Icon aria-hidden />
            {word}
            {keys ? <Kbd>{key}</Kbd> : null}
          </button>
        );
      })}
      <button
        type="button"
        aria-pressed={isFirstError}
        onMouseDown={keepFocus}
        onClick={onFirstError}
        className={cx(BASE, isFirstError ? FIRST_ERROR_LOOK.chosen : FREE, isFirstError && "font-medium")}
      >
        <Flag aria-hidden />
        First error
        {keys ? <Kbd>{FIRST_ERROR_LOOK.key}</Kbd> : null}
      </button>
      {(label !== null || isFirstError) && !disabled ? (
        <button
          type="button"
          onMouseDown={keepFocus}
          onClick={onClear}
          className={cx(BASE, "border-transparent text-ink-3 hover:text-ink")}
        >
          <X aria-hidden />
          Clear
          {keys ? <Kbd>5</Kbd> : null}
        </button>
      ) : null}
    </fieldset>
  );
}
