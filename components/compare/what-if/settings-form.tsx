"use client";

import { RotateCcw } from "lucide-react";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";
import type { WhatIfSettings } from "@/lib/contracts";
import type { ChangeableSetting } from "@/lib/domain/what-if-changes";
import { ownValues, SETTING_GROUPS, type SettingField } from "./setting-fields";
import { NO_CHANGES, type SettingState } from "./url-state";

interface Props {
  state: SettingState;
  onChange: (change: Partial<SettingState>) => void;
  /** The arms' own settings; empty until they are known. */
  stored: readonly WhatIfSettings[];
  /** What is wrong, by setting. */
  errors: ReadonlyMap<string, string>;
  /** Settings that this page does not ask about. */
  without?: readonly ChangeableSetting[];
}

const OWN = "";

/** Every setting that stored responses can be rescored under. An empty field leaves each arm its own. */
export function SettingsForm({ state, onChange, stored, errors, without = [] }: Props) {
  const changed = Object.keys(NO_CHANGES).filter((key) => state[key as ChangeableSetting] !== null);
  return (
    <form className="flex flex-col gap-4" onSubmit={(event) => event.preventDefault()}>
      {SETTING_GROUPS.map(({ title, fields }) => (
        <fieldset key={title} className="min-w-0">
          <legend className="mb-1.5 font-medium text-2xs text-ink-3 uppercase tracking-wide">{title}</legend>
          <div className="grid grid-cols-2 gap-x-3 gap-y-1">
            {fields
              .filter(({ key }) => !without.includes(key))
              .map((field) => (
                <Control
                  key={field.key}
                  field={field}
                  state={state}
                  own={ownValues(field.key, stored)}
                  error={errors.get(field.key)}
                  onChange={onChange}
                />
              ))}
          </div>
        </fieldset>
      ))}
      <Button size="sm" disabled={changed.length === 0} onClick={() => onChange(NO_CHANGES)}>
        <RotateCcw aria-hidden />
        {changed.length === 0 ? "Nothing is changed" : `Back to as trained (${changed.length} changed)`}
      </Button>
    </form>
  );
}

interface ControlProps {
  field: SettingField;
  state: SettingState;
  own: string;
  error: string | undefined;
  onChange: Props["onChange"];
}

function Control({ field, state, own, error, onChange }: ControlProps) {
  const id = useId();
  const { key, symbol, text } = field;
  const value = state[key];
  const changed = value !== null;
  return (
    <Field
      htmlFor={id}
      label={symbol === "" ? text : symbol}
      unit={changed ? <ResetField name={symbol || text} onReset={() => onChange({ [key]: null })} /> : null}
      hint={changed ? changedText(own) : symbol === "" ? "" : text}
      error={error}
      className={field.kind === "choice" && key !== "penaltyGate" && key !== "stepBonus" ? "col-span-2" : ""}
    >
      {field.kind === "number" ? (
        <NumberField
          id={id}
          value={typeof value === "number" ? value : null}
          placeholder={own}
          aria-describedby={describedBy(id)}
          aria-invalid={error !== undefined}
          className={changed ? "border-accent font-semibold" : ""}
          onValueChange={(next) =>
            onChange({ [key]: next, ...(key === "lambdaProcess" ? { lambdaOutcome: null } : {}) })
          }
        />
      ) : (
        <Select
          id={id}
          value={value === null ? OWN : String(value)}
          options={[
            { value: OWN, label: own === "" ? "as trained" : `as trained: ${own}` },
            ...field.choices,
          ]}
          aria-describedby={describedBy(id)}
          aria-invalid={error !== undefined}
          className={changed ? "font-semibold" : ""}
          onValueChange={(next) => onChange({ [key]: choiceValue(next) })}
        />
      )}
    </Field>
  );
}

const changedText = (own: string) => (own === "" ? "changed" : `changed; as trained: ${own}`);

function choiceValue(text: string): string | boolean | null {
  if (text === OWN) return null;
  return text === "true" || text === "false" ? text === "true" : text;
}

function ResetField({ name, onReset }: { name: string; onReset: () => void }) {
  return (
    <button
      type="button"
      aria-label={`${name}: as trained`}
      title="As trained"
      onClick={onReset}
      className="rounded-sm text-accent hover:text-ink"
    >
      <RotateCcw aria-hidden className="size-3" />
    </button>
  );
}
