"use client";

import { useId } from "react";
import type { ExportFormat, ExportFormats } from "@/lib/contracts";

interface Props {
  formats: ExportFormats["formats"];
  value: ExportFormat;
  onValueChange: (format: ExportFormat) => void;
}

/** All formats in sight, each with what it is for. Radio buttons underneath, so arrow keys move. */
export function FormatChoice({ formats, value, onValueChange }: Props) {
  const name = useId();
  return (
    <fieldset className="flex flex-col">
      <legend className="mb-1 font-medium text-ink-2 text-xs">Format</legend>
      <div className="divide-y overflow-hidden rounded-md border">
        {formats.map(({ format, title, about, extension }) => (
          <label
            key={format}
            className="flex cursor-pointer items-baseline gap-2 px-2.5 py-1.5 hover:bg-hover has-checked:bg-ink/6 has-focus-visible:outline-2 has-focus-visible:outline-(--focus) has-focus-visible:-outline-offset-2"
          >
            <input
              type="radio"
              name={name}
              className="size-3 shrink-0 translate-y-0.5 accent-(--accent-fill)"
              checked={format === value}
              onChange={() => onValueChange(format)}
            />
            <span className="min-w-0 flex-1">
              <span className="flex items-baseline justify-between gap-2">
                <span className="font-medium text-sm">{title}</span>
                <span className="shrink-0 font-mono text-2xs text-ink-3">{extension}</span>
              </span>
              <span className="block text-2xs text-ink-2">{about}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
