"use client";

import { useId } from "react";

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onValueChange: (value: T) => void;
}

/** One of a few, all in sight (x-axis, scale). Radio buttons underneath, so arrow keys move. */
export function Segmented<T extends string>({ label, value, options, onValueChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset className="inline-flex h-7 items-center rounded-md border border-line-strong bg-surface p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((o) => (
        <label
          key={o.value}
          className="inline-flex h-full cursor-pointer items-center whitespace-nowrap rounded px-2 text-ink-2 text-xs has-checked:bg-ink/8 has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-(--focus)"
        >
          <input
            type="radio"
            className="sr-only"
            name={name}
            checked={o.value === value}
            onChange={() => onValueChange(o.value)}
          />
          {o.label}
        </label>
      ))}
    </fieldset>
  );
}
