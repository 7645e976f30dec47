"use client";

import type { ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { describedBy, Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { NumberField } from "@/components/ui/number-field";
import { Select, type SelectOption } from "@/components/ui/select";
import { useSetting } from "./form-context";

interface Common {
  path: string;
  label: ReactNode;
  unit?: ReactNode;
  hint?: ReactNode;
  className?: string;
}

/** A number at a path. */
export function NumberSetting({ path, label, unit, hint, className }: Common) {
  const { value, error, id, set } = useSetting(path);
  return (
    <Field htmlFor={id} label={label} unit={unit} hint={hint} error={error} className={className ?? ""}>
      <NumberField
        id={id}
        value={typeof value === "number" ? value : null}
        onValueChange={set}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id)}
      />
    </Field>
  );
}

/** A number that may be absent: the box switches it off (null). `usual` is what it gets when it is switched on. */
export function OptionalNumberSetting({
  usual,
  offLabel,
  ...rest
}: Common & { usual: number; offLabel: string }) {
  const { value, error, id, set } = useSetting(rest.path);
  const on = value !== null;
  return (
    <Field
      htmlFor={id}
      label={rest.label}
      unit={
        <Checkbox
          label={<span className="text-2xs">{offLabel}</span>}
          checked={!on}
          onCheckedChange={(off) => set(off ? null : usual)}
        />
      }
      hint={rest.hint}
      error={error}
      className={rest.className ?? ""}
    >
      <NumberField
        id={id}
        value={typeof value === "number" ? value : null}
        onValueChange={(next) => set(next ?? Number.NaN)}
        disabled={!on}
        placeholder={on ? "" : offLabel}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id)}
      />
    </Field>
  );
}

/** A text at a path, of one line or several. */
export function TextSetting({
  path,
  label,
  hint,
  className,
  lines = 1,
  placeholder,
}: Common & { lines?: number; placeholder?: string }) {
  const { value, error, id, set } = useSetting(path);
  const shared = {
    id,
    value: typeof value === "string" ? value : "",
    placeholder,
    "aria-invalid": error !== undefined,
    "aria-describedby": describedBy(id),
  };
  return (
    <Field htmlFor={id} label={label} hint={hint} error={error} className={className ?? ""}>
      {lines === 1 ? (
        <Input {...shared} onChange={(event) => set(event.target.value)} />
      ) : (
        <Textarea {...shared} rows={lines} onChange={(event) => set(event.target.value)} />
      )}
    </Field>
  );
}

/** One of a few texts at a path. */
export function ChoiceSetting<T extends string>({
  path,
  label,
  hint,
  className,
  options,
}: Common & { options: readonly SelectOption<T>[] }) {
  const { value, error, id, set } = useSetting(path);
  const chosen = options.find((o) => o.value === value) ?? options[0];
  if (!chosen) return null;
  return (
    <Field htmlFor={id} label={label} hint={hint} error={error} className={className ?? ""}>
      <Select
        id={id}
        value={chosen.value}
        options={options}
        onValueChange={set}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id)}
      />
    </Field>
  );
}

/** Fields side by side, as many as fit. */
export function SettingGrid({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-x-4 gap-y-1.5">{children}</div>
  );
}
