"use client";

import { Checkbox } from "../checkbox";
import { Select } from "../select";
import type { FieldProps } from "./field-props";
import type { FormField } from "./form-schema";
import {
  BooleanField,
  ChoiceField,
  JsonField,
  Labelled,
  ListField,
  NumberSetting,
  TextField,
} from "./leaf-fields";
import { MapField } from "./map-field";
import { asObject, errorAt, type FormErrors, type FormValue, withSetting } from "./values";

interface Props {
  fields: readonly FormField[];
  path: string;
  id: string;
  value: FormValue;
  onChange: (value: FormValue) => void;
  errors: FormErrors;
  inherited: FormValue;
  disabled: boolean;
}

function OneField({ field, ...rest }: FieldProps) {
  switch (field.kind) {
    case "text":
      return <TextField field={field} {...rest} />;
    case "number":
      return <NumberSetting field={field} {...rest} />;
    case "boolean":
      return <BooleanField field={field} {...rest} />;
    case "choice":
      return <ChoiceField field={field} {...rest} />;
    case "json":
      return <JsonField field={field} {...rest} />;
    case "list":
      return <ListField field={field} {...rest} />;
    case "map":
      return <MapField field={field} {...rest} />;
    case "object":
      return <ObjectField field={field} {...rest} />;
    case "variants":
      return <VariantsField field={field} {...rest} />;
  }
}

const isWide = ({ kind }: FormField) => kind === "object" || kind === "variants" || kind === "map";
const pathOf = (path: string, name: string) => (path === "" ? name : `${path}.${name}`);

function Grid({ fields, path, id, value, onChange, errors, inherited, disabled }: Props) {
  return (
    <div className="@container">
      <div className="grid grid-cols-1 gap-x-4 gap-y-2 @md:grid-cols-2">
        {fields.map((field) => (
          <div key={field.name} className={isWide(field) ? "@md:col-span-2" : "min-w-0"}>
            <OneField
              field={field}
              path={pathOf(path, field.name)}
              id={`${id}-${field.name}`}
              value={value[field.name]}
              onChange={(next) => onChange(withSetting(value, field.name, next))}
              errors={errors}
              inherited={inherited[field.name] ?? field.fallback}
              disabled={disabled}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Settings in a grid; those that are rarely changed are folded away until one of them is set or wrong. */
export function SettingFields(props: Props) {
  const { fields, path, value, errors } = props;
  const advanced = fields.filter((field) => field.advanced);
  const isNews = ({ name }: FormField) =>
    value[name] !== undefined || errorAt(errors, pathOf(path, name), { within: true }) !== undefined;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Grid {...props} fields={fields.filter((field) => !field.advanced)} />
      {advanced.length > 0 ? (
        <details open={advanced.some(isNews) || undefined}>
          <summary className="mb-2 cursor-pointer text-ink-2 text-xs">
            Rarely changed ({advanced.length})
          </summary>
          <Grid {...props} fields={advanced} />
        </details>
      ) : null}
    </div>
  );
}

const GROUP = "flex min-w-0 flex-col gap-2 rounded-md border p-3";

/** Settings within a setting. One that may be left out as a whole is switched on first. */
function ObjectField(props: FieldProps<"object">) {
  const { field, path, id, value, onChange, errors, inherited, disabled } = props;
  const isOptional = !field.required && field.fallback === undefined && inherited === undefined;
  const isOn = !isOptional || (value !== undefined && value !== null);
  const change = (next: FormValue) =>
    onChange(!isOptional && !field.required && Object.keys(next).length === 0 ? undefined : next);
  const error = errorAt(errors, path);
  return (
    <fieldset className={GROUP}>
      <legend className="px-1 font-medium text-ink-2 text-xs">{field.label}</legend>
      {isOptional ? (
        <Checkbox
          label={field.description || `Use ${field.label.toLowerCase()}`}
          checked={isOn}
          disabled={disabled}
          onCheckedChange={(on) => onChange(on ? {} : field.empty)}
        />
      ) : null}
      {!isOptional && field.description ? <p className="text-2xs text-ink-3">{field.description}</p> : null}
      {error ? <p className="text-2xs text-bad">{error}</p> : null}
      {isOn ? (
        <SettingFields
          fields={field.fields}
          path={path}
          id={id}
          value={asObject(value)}
          onChange={change}
          errors={errors}
          inherited={asObject(inherited)}
          disabled={disabled}
        />
      ) : null}
    </fieldset>
  );
}

/** One of several shapes: a choice, then the settings of the one that was chosen. */
function VariantsField(props: FieldProps<"variants">) {
  const { field, path, id, value, onChange, errors, inherited, disabled } = props;
  const held = asObject(value)[field.by] === undefined ? asObject(inherited) : asObject(value);
  const tag = held[field.by];
  const variant = field.variants.find((one) => one.value === tag);
  const { [field.by]: _tag, ...rest } = held;
  const choose = (next: string) => onChange(next === "" ? field.empty : { [field.by]: next });
  const unset = variant ? [] : [{ value: "", label: "choose …" }];
  return (
    <div className={GROUP}>
      <Labelled {...props} path={`${path}.${field.by}`}>
        <Select
          id={id}
          disabled={disabled}
          options={[...unset, ...field.variants.map(({ value, label }) => ({ value, label }))]}
          value={variant?.value ?? ""}
          onValueChange={choose}
        />
      </Labelled>
      {variant && variant.fields.length > 0 ? (
        <SettingFields
          fields={variant.fields}
          path={path}
          id={`${id}-${variant.value}`}
          value={rest}
          onChange={(next) => onChange({ ...next, [field.by]: variant.value })}
          errors={errors}
          inherited={{}}
          disabled={disabled}
        />
      ) : null}
    </div>
  );
}
