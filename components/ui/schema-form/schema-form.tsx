"use client";

import { useId, useMemo } from "react";
import type { z } from "zod";
import { formFields } from "./form-schema";
import { SettingFields } from "./setting-fields";
import type { FormErrors, FormValue } from "./values";

interface Props {
  /** The settings: labels, explanations and units are its `.meta`. */
  schema: z.ZodObject;
  /** What is set so far; what is not in it is left out and falls back to `inherited`, then to the schema's defaults. */
  value: FormValue;
  onChange: (value: FormValue) => void;
  /** By dotted path: `formErrors(schema, value)`, or what the server said. */
  errors?: FormErrors;
  inherited?: FormValue;
  disabled?: boolean;
}

const NOTHING = {};

/** Labelled inputs for the settings of a schema. Controlled: it holds no settings itself. */
export function SchemaForm({ schema, value, onChange, errors, inherited, disabled = false }: Props) {
  const id = useId();
  const fields = useMemo(() => formFields(schema), [schema]);
  return (
    <SettingFields
      fields={fields}
      path=""
      id={id}
      value={value}
      onChange={onChange}
      errors={errors ?? NOTHING}
      inherited={inherited ?? NOTHING}
      disabled={disabled}
    />
  );
}
