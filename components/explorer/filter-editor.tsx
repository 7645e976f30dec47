"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { NumberField } from "@/components/ui/number-field";
import { formatCount } from "@/lib/format/number";
import {
  choicesOf,
  type FilterChoice,
  type FilterChoices,
  type FilterField,
  type FilterValues,
} from "./filter-fields";

export interface EditorProps<F extends FilterField = FilterField> {
  field: F;
  values: FilterValues;
  choices: FilterChoices;
  onChange: (change: Record<string, string | null>) => void;
  /** The filter is as wanted: the menu may close. */
  onDone: () => void;
}

const SEARCH_FROM = 9;

/** The control of one filter. */
export function FilterEditor({ field, ...rest }: EditorProps) {
  switch (field.kind) {
    case "choice":
      return <ChoiceEditor field={field} {...rest} />;
    case "several":
      return <SeveralEditor field={field} {...rest} />;
    case "range":
      return <RangeEditor field={field} {...rest} />;
    case "number":
      return <NumberEditor field={field} {...rest} />;
    case "fixed":
      return (
        <p className="px-1.5 py-1 text-ink-2 text-xs">
          Set by a link: {field.says(rest.values[field.key] ?? "")}
        </p>
      );
  }
}

/** A search over many choices, and those that it finds. */
function useFound(all: readonly FilterChoice[]) {
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const found = all.filter((c) => c.label.toLowerCase().includes(wanted));
  const field =
    all.length >= SEARCH_FROM ? (
      <Input
        type="search"
        aria-label="Search"
        placeholder="Search"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
    ) : null;
  return { found, field };
}

function Counted({ choice }: { choice: FilterChoice }) {
  return (
    <span className="flex min-w-0 flex-1 items-baseline justify-between gap-3">
      <bdi className="min-w-0 break-words">{choice.label}</bdi>
      {choice.count === null ? null : (
        <span className="text-2xs text-ink-3">{formatCount(choice.count)}</span>
      )}
    </span>
  );
}

function ChoiceEditor(props: EditorProps<Extract<FilterField, { kind: "choice" }>>) {
  const { field, values, choices, onChange, onDone } = props;
  const { found, field: search } = useFound(choicesOf(field, choices));
  return (
    <div className="flex flex-col gap-1">
      {search}
      <fieldset className="flex max-h-72 flex-col overflow-y-auto">
        <legend className="sr-only">{field.title}</legend>
        {found.map((choice) => (
          <label
            key={choice.value}
            className="flex cursor-pointer items-center gap-2 rounded px-1.5 py-1 hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-(--focus)"
          >
            <input
              type="radio"
              name={field.key}
              value={choice.value}
              className="accent-(--accent-fill)"
              checked={values[field.key] === choice.value}
              onChange={() => onChange({ [field.key]: choice.value })}
              onClick={(event) => {
                // A click of the pointer is a decision; arrow keys pass over choices on their way.
                if (event.detail > 0) onDone();
              }}
            />
            <Counted choice={choice} />
          </label>
        ))}
      </fieldset>
    </div>
  );
}

function SeveralEditor(props: EditorProps<Extract<FilterField, { kind: "several" }>>) {
  const { field, values, choices, onChange } = props;
  const all = choicesOf(field, choices);
  const { found, field: search } = useFound(all);
  const chosen = (values[field.key] ?? "").split(",").filter(Boolean);
  const toggle = (value: string, on: boolean) => {
    const next = on ? [...chosen, value] : chosen.filter((v) => v !== value);
    onChange({ [field.key]: next.length === 0 ? null : next.join(",") });
  };
  return (
    <div className="flex flex-col gap-1">
      {search}
      <div className="flex max-h-72 flex-col overflow-y-auto">
        {found.map((choice) => (
          <Checkbox
            key={choice.value}
            label={<Counted choice={choice} />}
            className="rounded px-1.5 py-1 hover:bg-hover [&>span]:flex-1"
            checked={chosen.includes(choice.value)}
            onCheckedChange={(on) => toggle(choice.value, on)}
          />
        ))}
      </div>
    </div>
  );
}

const numberOf = (text: string | undefined) => (text === undefined ? null : Number(text));
const textOf = (value: number | null) => (value === null ? null : String(value));

/** What a number may be here; an empty field is no bound. */
function isFine(value: number | null, whole: boolean): boolean {
  return value === null || (Number.isFinite(value) && (!whole || (Number.isInteger(value) && value >= 0)));
}

function RangeEditor(props: EditorProps<Extract<FilterField, { kind: "range" }>>) {
  const { field, values, onChange, onDone } = props;
  const [from, setFrom] = useState(numberOf(values[field.from]));
  const [to, setTo] = useState(numberOf(values[field.to]));
  const problem =
    !isFine(from, field.whole) || !isFine(to, field.whole)
      ? field.whole
        ? "A whole number from 0 on."
        : "A number."
      : from !== null && to !== null && from > to
        ? "The first is larger than the second."
        : "";
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (problem) return;
    onChange({ [field.from]: textOf(from), [field.to]: textOf(to) });
    onDone();
  };
  return (
    <form onSubmit={apply} className="flex flex-col gap-2 p-1">
      <div className="flex items-center gap-2 text-ink-3 text-xs">
        <NumberField
          aria-label="At least"
          placeholder="any"
          value={from}
          onValueChange={setFrom}
          className="w-20"
        />
        to
        <NumberField
          aria-label="At most"
          placeholder="any"
          value={to}
          onValueChange={setTo}
          className="w-20"
        />
        {field.unit}
      </div>
      <ApplyLine problem={problem} />
    </form>
  );
}

function NumberEditor(props: EditorProps<Extract<FilterField, { kind: "number" }>>) {
  const { field, values, onChange, onDone } = props;
  const [value, setValue] = useState(numberOf(values[field.key]));
  const problem = isFine(value, field.whole) ? "" : field.whole ? "A whole number from 0 on." : "A number.";
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (problem) return;
    onChange({ [field.key]: textOf(value) });
    onDone();
  };
  return (
    <form onSubmit={apply} className="flex flex-col gap-2 p-1">
      <div className="flex items-center gap-2 text-ink-3 text-xs">
        {field.says("").trim()}
        <NumberField aria-label={field.title} value={value} onValueChange={setValue} className="w-24" />
      </div>
      <ApplyLine problem={problem} />
    </form>
  );
}

function ApplyLine({ problem }: { problem: string }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <span role="status" className="text-bad text-xs">
        {problem}
      </span>
      <Button type="submit" size="sm" variant="primary" disabled={problem !== ""}>
        Apply
      </Button>
    </div>
  );
}
