"use client";

import { type KeyboardEvent, type Ref, useEffect, useId, useRef, useState } from "react";
import { Textarea } from "@/components/ui/input";

/** A pause this long, or leaving the field, makes one change of what was typed. */
const SETTLED_MS = 600;

interface Props {
  label: string;
  value: string;
  disabled: boolean;
  placeholder?: string;
  ref?: Ref<HTMLTextAreaElement>;
  onSettle: (note: string) => void;
  /** Escape or Ctrl-Enter: back to the keys of the page. */
  onLeave?: () => void;
}

/** A free note that saves itself while it is written: nobody presses a button for it. */
export function NoteField({ label, value, disabled, placeholder, ref, onSettle, onLeave }: Props) {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const pending = useRef<ReturnType<typeof setTimeout> | null>(null);
  const settle = (text: string) => {
    if (pending.current !== null) clearTimeout(pending.current);
    pending.current = null;
    if (text !== value) onSettle(text);
  };
  const flush = useRef(() => {});
  useEffect(() => {
    flush.current = () => {
      if (pending.current !== null && draft !== null) settle(draft);
    };
  });
  // A trace, or a page, that is left with a note half settled keeps the note.
  useEffect(() => {
    const leave = () => flush.current();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
    event.preventDefault();
    event.currentTarget.blur();
    onLeave?.();
  };
  return (
    <div>
      <label htmlFor={id} className="text-ink-3 text-xs">
        {label}
      </label>
      <Textarea
        id={id}
        ref={ref}
        rows={2}
        maxLength={20_000}
        disabled={disabled}
        placeholder={placeholder}
        value={draft ?? value}
        onKeyDown={onKeyDown}
        onChange={({ target }) => {
          const text = target.value;
          setDraft(text);
          if (pending.current !== null) clearTimeout(pending.current);
          pending.current = setTimeout(() => settle(text), SETTLED_MS);
        }}
        onBlur={() => {
          if (draft !== null) settle(draft);
          setDraft(null);
        }}
      />
    </div>
  );
}
