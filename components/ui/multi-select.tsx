"use client";

import { ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Checkbox } from "./checkbox";
import { Input } from "./input";
import { Popover } from "./popover";

export interface Choice<T extends string> {
  value: T;
  label: ReactNode;
  /** What the search looks at; the value if absent. */
  text?: string;
}

interface Props<T extends string> {
  label: string;
  choices: readonly Choice<T>[];
  chosen: readonly T[];
  onChosen: (chosen: T[]) => void;
  /** Shown instead of the count, e.g. "3 of 10". */
  summary?: string;
}

const SEARCH_FROM = 9;

/** A button with a list of checkboxes: choose any number. */
export function MultiSelect<T extends string>({ label, choices, chosen, onChosen, summary }: Props<T>) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = choices.filter((c) => (c.text ?? c.value).toLowerCase().includes(wanted));
  const toggle = (value: T, on: boolean) =>
    onChosen(choices.map((c) => c.value).filter((v) => (v === value ? on : chosen.includes(v))));
  return (
    <Popover
      label={label}
      className="flex w-64 flex-col gap-1"
      trigger={
        <Button>
          {label}
          <span className="font-normal text-ink-3">
            {summary ?? (chosen.length > 0 ? chosen.length : "any")}
          </span>
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      {choices.length >= SEARCH_FROM ? (
        <Input
          type="search"
          aria-label={`Search ${label}`}
          placeholder="Search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      ) : null}
      <div className="flex max-h-72 flex-col overflow-y-auto">
        {shown.map((c) => (
          <Checkbox
            key={c.value}
            label={c.label}
            className="rounded px-1.5 py-1 hover:bg-hover"
            checked={chosen.includes(c.value)}
            onCheckedChange={(on) => toggle(c.value, on)}
          />
        ))}
        {shown.length === 0 ? <p className="px-1.5 py-2 text-ink-3 text-xs">Nothing to choose.</p> : null}
      </div>
      {chosen.length > 0 ? (
        <Button variant="ghost" size="sm" onClick={() => onChosen([])}>
          Clear
        </Button>
      ) : null}
    </Popover>
  );
}
