"use client";

import { type ChangeEvent, useEffect, useRef, useState } from "react";

const WAIT_MS = 350;

/** Text of an input that reaches `onText` when the typing pauses: each search reads every response of the run. */
export function useLateText(value: string, onText: (value: string) => void) {
  const [draft, setDraft] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const stop = () => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
  };
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    const typed = event.target.value;
    setDraft(typed);
    stop();
    timer.current = setTimeout(() => {
      setDraft(null);
      onText(typed);
    }, WAIT_MS);
  };
  return { value: draft ?? value, onChange };
}
