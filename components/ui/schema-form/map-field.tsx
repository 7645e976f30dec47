"use client";

import { Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../button";
import { Input } from "../input";
import { Select } from "../select";
import type { FieldProps } from "./field-props";
import type { FormField } from "./form-schema";
import { asObject, errorAt, type FormValue, readJson, shown } from "./values";

interface Row {
  id: number;
  name: string;
  text: string;
}

function rowsOf(value: FormValue): Row[] {
  return Object.entries(value).map(([name, entry], id) => ({
    id,
    name,
    text: entry === true ? "" : shown(entry),
  }));
}

/** What the rows say: those without a name are not finished. */
function toldBy(rows: readonly Row[], kind: FormField): FormValue | undefined {
  const named = rows.filter((row) => row.name !== "");
  if (named.length === 0) return undefined;
  return Object.fromEntries(named.map((row) => [row.name, entryOf(row.text, kind)]));
}

function entryOf(text: string, kind: FormField): unknown {
  if (kind.kind === "text") return kind.bare && text === "" ? true : text;
  return readJson(text);
}

/** Names with values, one row each. Rows stay as typed; what is in them is told when they have a name. */
export function MapField({
  field,
  path,
  id,
  value,
  onChange,
  errors,
  inherited,
  disabled,
}: FieldProps<"map">) {
  const given = asObject(value);
  const [typed, setTyped] = useState(() => rowsOf(given));
  const same = JSON.stringify(toldBy(typed, field.value) ?? {}) === JSON.stringify(given);
  const rows = same ? typed : rowsOf(given);
  const tell = (next: Row[]) => {
    setTyped(next);
    onChange(toldBy(next, field.value));
  };
  const change = (row: Row, part: Partial<Row>) =>
    tell(rows.map((one) => (one.id === row.id ? { ...one, ...part } : one)));
  const add = () =>
    setTyped([...rows, { id: 1 + Math.max(-1, ...rows.map((row) => row.id)), name: "", text: "" }]);
  const error = errorAt(errors, path, { within: true });
  const held = Object.entries(asObject(inherited));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1" aria-describedby={`${id}-note`}>
      <legend className="mb-1 font-medium text-ink-2 text-xs">{field.label}</legend>
      {rows.map((row) => (
        <MapRow
          key={row.id}
          field={field}
          row={row}
          disabled={disabled}
          onChange={(part) => change(row, part)}
          onRemove={() => tell(rows.filter((one) => one.id !== row.id))}
        />
      ))}
      <div>
        <Button size="sm" disabled={disabled} onClick={add}>
          <Plus aria-hidden />
          Add
        </Button>
      </div>
      <p id={`${id}-note`} className={error ? "min-h-4 text-2xs text-bad" : "min-h-4 text-2xs text-ink-3"}>
        {error ?? field.description}
        {!error && held.length > 0
          ? ` · now ${held.map(([name, entry]) => `${name}=${shown(entry)}`).join(", ")}`
          : ""}
      </p>
    </fieldset>
  );
}

function MapRow({
  field,
  row,
  disabled,
  onChange,
  onRemove,
}: {
  field: FieldProps<"map">["field"];
  row: Row;
  disabled: boolean;
  onChange: (part: Partial<Row>) => void;
  onRemove: () => void;
}) {
  const bare = field.value.kind === "text" && field.value.bare;
  return (
    <div className="flex items-center gap-1.5">
      {field.keys ? (
        <Select
          className="w-2/5"
          aria-label={`${field.label}: name`}
          options={[
            { value: "", label: "choose …" },
            ...field.keys.map((key) => ({ value: key, label: key })),
          ]}
          value={row.name}
          disabled={disabled}
          onValueChange={(name) => onChange({ name })}
        />
      ) : (
        <Input
          className="w-2/5 font-mono"
          aria-label={`${field.label}: name`}
          value={row.name}
          placeholder="name"
          spellCheck={false}
          disabled={disabled}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      )}
      <Input
        className="flex-1 font-mono"
        aria-label={`${field.label}: value of ${row.name || "the new one"}`}
        value={row.text}
        placeholder={bare ? "empty = without a value" : "value"}
        spellCheck={false}
        disabled={disabled}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Remove ${row.name || "this row"}`}
        disabled={disabled}
        onClick={onRemove}
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}
