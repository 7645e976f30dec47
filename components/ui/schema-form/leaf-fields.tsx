"use client";

import { useState } from "react";
import { describedBy, Field } from "../field";
import { Input, Textarea } from "../input";
import { NumberField } from "../number-field";
import { Select } from "../select";
import type { FieldProps } from "./field-props";
import { errorAt, readJson, shown } from "./values";

const UNSET = "\u0000";

/** Label, unit, explanation and fault around one control. */
export function Labelled({
  field,
  id,
  path,
  errors,
  within = false,
  children,
}: Pick<FieldProps, "field" | "id" | "path" | "errors"> & { within?: boolean; children: React.ReactNode }) {
  const error = errorAt(errors, path, { within });
  return (
    <Field
      htmlFor={id}
      label={
        <>
          {field.label}
          {field.required && field.fallback === undefined ? (
            <span className="text-ink-3"> · needed</span>
          ) : null}
        </>
      }
      unit={field.unit || undefined}
      hint={field.description}
      error={error}
    >
      {children}
    </Field>
  );
}

function common({ id, path, errors, disabled }: Pick<FieldProps, "id" | "path" | "errors" | "disabled">) {
  const invalid = errorAt(errors, path, { within: true }) !== undefined;
  return { id, disabled, "aria-describedby": describedBy(id), "aria-invalid": invalid || undefined };
}

/** One line of text. */
export function TextField(props: FieldProps<"text">) {
  const { field, value, onChange, inherited } = props;
  const text = value === true ? "" : shown(value);
  const emptied = field.bare ? true : field.empty;
  return (
    <Labelled {...props}>
      <Input
        {...common(props)}
        value={text}
        placeholder={shown(inherited)}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value === "" ? emptied : event.target.value)}
      />
    </Labelled>
  );
}

/** A number. */
export function NumberSetting(props: FieldProps<"number">) {
  const { field, value, onChange, inherited } = props;
  return (
    <Labelled {...props}>
      <NumberField
        {...common(props)}
        value={typeof value === "number" ? value : null}
        placeholder={shown(inherited)}
        inputMode={field.integer ? "numeric" : "decimal"}
        onValueChange={(next) => onChange(next ?? field.empty)}
      />
    </Labelled>
  );
}

/** Yes, no, or what holds otherwise. */
export function BooleanField(props: FieldProps<"boolean">) {
  const { field, value, onChange, inherited } = props;
  const chosen = value === undefined || value === null ? UNSET : String(value);
  const options = [
    ...(field.required ? [] : [{ value: UNSET, label: unsetLabel(inherited) }]),
    { value: "true", label: "Yes" },
    { value: "false", label: "No" },
  ];
  return (
    <Labelled {...props}>
      <Select
        {...common(props)}
        options={options}
        value={chosen}
        onValueChange={(next) => onChange(next === UNSET ? field.empty : next === "true")}
      />
    </Labelled>
  );
}

/** One of a few words. */
export function ChoiceField(props: FieldProps<"choice">) {
  const { field, value, onChange, inherited } = props;
  const options = field.values.map((word) => ({ value: word, label: word }));
  const unset = { value: UNSET, label: unsetLabel(inherited) };
  return (
    <Labelled {...props}>
      <Select
        {...common(props)}
        options={[unset, ...options]}
        value={typeof value === "string" ? value : UNSET}
        onValueChange={(next) => onChange(next === UNSET ? field.empty : next)}
      />
    </Labelled>
  );
}

function unsetLabel(inherited: unknown): string {
  const text = shown(inherited);
  return text === "" ? "–" : `Default (${text})`;
}

/** Texts, one on each line. */
export function ListField(props: FieldProps<"list">) {
  const { field, value, onChange, inherited } = props;
  const given = Array.isArray(value) ? value.map(shown) : [];
  const [typed, setTyped] = useState(given.join("\n"));
  // A line that is empty yet stays while it is typed; what comes from outside replaces it.
  const text = linesOf(typed).join("\n") === given.join("\n") ? typed : given.join("\n");
  return (
    <Labelled {...props} within>
      <Textarea
        {...common(props)}
        value={text}
        rows={2}
        spellCheck={false}
        placeholder={
          Array.isArray(inherited) && inherited.length > 0
            ? inherited.map(shown).join("\n")
            : "one on each line"
        }
        onChange={(event) => {
          setTyped(event.target.value);
          const lines = linesOf(event.target.value);
          onChange(lines.length > 0 ? lines.map(itemOf(field.item.kind)) : field.empty);
        }}
      />
    </Labelled>
  );
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

function itemOf(kind: FieldProps["field"]["kind"]): (line: string) => unknown {
  return kind === "text" ? (line) => line : (line) => readJson(line.trim());
}

/** Any JSON; text that is none is taken as text. */
export function JsonField(props: FieldProps<"json">) {
  const { field, value, onChange, inherited } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const stored = typeof value === "string" ? value : shown(value);
  const text = typed !== null && JSON.stringify(readJson(typed)) === JSON.stringify(value) ? typed : stored;
  return (
    <Labelled {...props}>
      <Input
        {...common(props)}
        value={text}
        placeholder={shown(inherited) || "text, number or JSON"}
        spellCheck={false}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(event.target.value === "" ? field.empty : readJson(event.target.value));
        }}
      />
    </Labelled>
  );
}
