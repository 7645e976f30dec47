import { z } from "zod";

type Json = z.core.JSONSchema.BaseSchema;

interface Common {
  /** Name in the object around it. */
  name: string;
  label: string;
  description: string;
  unit: string;
  /** Rarely changed: forms keep it folded. */
  advanced: boolean;
  /** What is meant where nothing is given; undefined = nothing is, or it must be given. */
  fallback: unknown;
  required: boolean;
  /** What leaving it empty gives: no entry, or null where the schema wants one. */
  empty: undefined | null;
}

/** A setting as a form shows it. */
export type FormField = Common &
  (
    | { kind: "text" /** Empty text is `true`: an option without a value. */; bare: boolean }
    | { kind: "number"; integer: boolean; min: number | null; max: number | null }
    | { kind: "boolean" }
    | { kind: "choice"; values: string[] }
    | { kind: "json" }
    | { kind: "list"; item: FormField }
    | { kind: "map"; keys: string[] | null; value: FormField }
    | { kind: "object"; fields: FormField[] }
    | { kind: "variants"; by: string; variants: { value: string; label: string; fields: FormField[] }[] }
  );

/** "cpusPerTask" -> "Cpus per task": for a setting without a title. */
function labelOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
const numberOf = (value: unknown) => (typeof value === "number" ? value : null);
/** z.int() says its range though nobody asked for one. */
const boundOf = (value: unknown) => {
  const number = numberOf(value);
  return number !== null && Math.abs(number) < Number.MAX_SAFE_INTEGER ? number : null;
};
const isSchema = (value: unknown): value is Json => typeof value === "object" && value !== null;

function schemas(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

function fieldsOfObject(schema: Json): FormField[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    isSchema(property) ? [fieldOf(name, property, required.has(name))] : [],
  );
}

function commonOf(name: string, schema: Json, required: boolean): Common {
  const lower = textOf(schema.description);
  return {
    name,
    label: textOf(schema.title) || labelOf(name),
    description: lower.charAt(0).toUpperCase() + lower.slice(1),
    unit: textOf(schema.unit),
    advanced: schema.advanced === true,
    fallback: schema.default,
    required,
    empty: undefined,
  };
}

/** What a value may be, where it may be one of several: `anyOf`, `oneOf`, or a list of types. */
function optionsOf(schema: Json): Json[] {
  if (!Array.isArray(schema.type)) return [...schemas(schema.anyOf), ...schemas(schema.oneOf)];
  return schemas(schema.type.map((type) => ({ ...schema, type })));
}

/** The name whose constant tells the variants of a union apart. */
function variantsOf(common: Common, options: Json[]): FormField {
  const names = Object.keys(options[0]?.properties ?? {});
  const constant = (schema: Json, by: string) => {
    const property = schema.properties?.[by];
    return isSchema(property) && typeof property.const === "string" ? property : null;
  };
  const by = names.find((name) => options.every((option) => constant(option, name)));
  if (by === undefined) throw new Error(`${common.name}: no form can be drawn of this union`);
  const variants = options.map((option) => {
    const tag = constant(option, by);
    const value = textOf(tag?.const);
    const fields = fieldsOfObject(option).filter((field) => field.name !== by);
    return { value, label: textOf(tag?.title) || labelOf(value), fields };
  });
  return { ...common, kind: "variants", by, variants };
}

function unionOf(common: Common, options: Json[], schema: Json): FormField {
  const others = options.filter((option) => option.type !== "null");
  const only = others.length === 1 ? others[0] : undefined;
  if (only && others.length < options.length) {
    const words = { title: common.label, description: common.description, unit: common.unit };
    const inner = fieldOf(common.name, { ...only, ...words, default: schema.default }, false);
    return { ...inner, advanced: common.advanced, empty: common.required ? null : undefined };
  }
  const isBare = others.length === 2 && others.some((option) => option.const === true);
  if (isBare && others.some((option) => option.type === "string"))
    return { ...common, kind: "text", bare: true };
  return variantsOf(common, others);
}

function mapOf(common: Common, schema: Json, values: Json): FormField {
  const names = isSchema(schema.propertyNames) ? schema.propertyNames.enum : undefined;
  const keys = Array.isArray(names) ? names.map(textOf) : null;
  return { ...common, kind: "map", keys, value: fieldOf("value", values, true) };
}

function objectOf(common: Common, schema: Json): FormField {
  if (isSchema(schema.additionalProperties)) return mapOf(common, schema, schema.additionalProperties);
  return { ...common, kind: "object", fields: fieldsOfObject(schema) };
}

function fieldOf(name: string, schema: Json, required: boolean): FormField {
  const common = commonOf(name, schema, required);
  const options = optionsOf(schema);
  if (options.length > 0) return unionOf(common, options, schema);
  // The only schemas that refer to another are recursive ones: any JSON.
  if (schema.$ref !== undefined) return { ...common, kind: "json" };
  if (Array.isArray(schema.enum)) return { ...common, kind: "choice", values: schema.enum.map(textOf) };
  switch (schema.type) {
    case "string":
      return { ...common, kind: "text", bare: false };
    case "integer":
    case "number": {
      const integer = schema.type === "integer";
      return {
        ...common,
        kind: "number",
        integer,
        min: boundOf(schema.minimum),
        max: boundOf(schema.maximum),
      };
    }
    case "boolean":
      return { ...common, kind: "boolean" };
    case "array":
      if (isSchema(schema.items) && !Array.isArray(schema.items))
        return { ...common, kind: "list", item: fieldOf("item", schema.items, true) };
      break;
    case "object":
      return objectOf(common, schema);
  }
  throw new Error(`${name}: no form can be drawn of ${JSON.stringify(schema).slice(0, 200)}`);
}

/**
 * The settings of an object schema, in its order. Labels, descriptions and units come from `.meta({title, description,
 * unit, advanced})`; what may be left out comes from the schema as it is for input.
 *
 * @throws for a schema that has no form (unions without a constant that tells them apart, lists of several types)
 */
export function formFields(schema: z.ZodObject): FormField[] {
  return fieldsOfObject(z.toJSONSchema(schema, { io: "input" }));
}
