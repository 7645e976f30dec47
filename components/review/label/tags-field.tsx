"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, type Ref, useId, useState } from "react";
import { Input } from "@/components/ui/input";

/** As the contract of a label has it. */
const MOST = 20;
const LONGEST = 60;

interface Props {
  traceStep: number;
  tags: readonly string[];
  /** Tags used in this set before: offered while typing. */
  known: readonly string[];
  disabled: boolean;
  ref?: Ref<HTMLInputElement>;
  onChange: (tags: string[]) => void;
  onLeave?: () => void;
}

/** Short words on a trace step; Enter or a comma adds one, Backspace in the empty field takes the last away. */
export function TagsField({ traceStep, tags, known, disabled, ref, onChange, onLeave }: Props) {
  const id = useId();
  const [draft, setDraft] = useState("");
  const add = () => {
    const tag = draft.trim();
    setDraft("");
    if (tag !== "" && !tags.includes(tag) && tags.length < MOST) onChange([...tags, tag]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Escape") {
      add();
      event.currentTarget.blur();
      onLeave?.();
    } else if (event.key === "Enter" || event.key === ",") add();
    else if (event.key === "Backspace" && draft === "" && tags.length > 0) onChange(tags.slice(0, -1));
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {tags.map((tag) => (
        <span key={tag} className="inline-flex h-6 items-center gap-1 rounded bg-ink/6 pl-2 text-xs">
          <bdi>{tag}</bdi>
          <button
            type="button"
            disabled={disabled}
            aria-label={`Remove tag ${tag} of step ${traceStep}`}
            className="inline-flex h-6 items-center rounded px-1 text-ink-3 hover:text-ink"
            onClick={() => onChange(tags.filter((other) => other !== tag))}
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      {tags.length < MOST && !disabled ? (
        <>
          <Input
            ref={ref}
            list={id}
            value={draft}
            maxLength={LONGEST}
            placeholder="tag"
            aria-label={`Tags of step ${traceStep}`}
            className="h-6 w-28 text-xs"
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={onKeyDown}
            onBlur={add}
          />
          <datalist id={id}>
            {known.map((tag) => (
              <option key={tag} value={tag} />
            ))}
          </datalist>
        </>
      ) : null}
    </div>
  );
}
