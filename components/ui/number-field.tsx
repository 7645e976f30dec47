"use client";

import { type ComponentProps, useState } from "react";
import { cx } from "./cx";
import { Input } from "./input";
import { parseNumber, showNumber } from "./number-text";

type Props = Omit<ComponentProps<"input">, "value" | "onChange" | "type"> & {
  /** null while the text is empty or no number. */
  value: number | null;
  onValueChange: (value: number | null) => void;
};

/**
 * A number typed as text ("1e-4", "0.35"): the browser's number input rounds, scrolls and hides what was typed.
 * What stands in the field stays as typed until the value changes from outside.
 */
export function NumberField({ value, onValueChange, className, ...rest }: Props) {
  const [text, setText] = useState(showNumber(value));
  const shown = sameValue(parseNumber(text), value) ? text : showNumber(value);
  return (
    <Input
      inputMode="decimal"
      autoComplete="off"
      className={cx("text-right font-mono", className)}
      value={shown}
      onChange={(event) => {
        setText(event.target.value);
        onValueChange(parseNumber(event.target.value));
      }}
      {...rest}
    />
  );
}

function sameValue(a: number | null, b: number | null): boolean {
  return a === b || (a !== null && b !== null && Object.is(a, b));
}
