import { z } from "zod";

/** The part of JSON Schema that zod writes and this page shows. */
interface JsonSchema {
  type?: string | string[];
  $ref?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: boolean | JsonSchema;
  required?: string[];
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  pattern?: string;
}

const MAX_DEPTH = 4;
const NO_LIMIT = 2_147_483_647;

function alternatives(schema: JsonSchema): JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [];
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (schema.enum) return schema.enum.map((v) => `\`${JSON.stringify(v)}\``).join(" \\| ");
  const options = alternatives(schema);
  if (options.length > 0) return [...new Set(options.map(typeOf))].join(" \\| ");
  if (schema.type === "array") return `list of ${schema.items ? typeOf(schema.items) : "anything"}`;
  return [schema.type ?? "anything"].flat().join(" \\| ");
}

function limitsOf(schema: JsonSchema): string {
  const said: string[] = [];
  if (schema.exclusiveMinimum !== undefined) said.push(`> ${schema.exclusiveMinimum}`);
  if (schema.minimum !== undefined && schema.minimum > -NO_LIMIT) said.push(`>= ${schema.minimum}`);
  if (schema.maximum !== undefined && schema.maximum < NO_LIMIT) said.push(`<= ${schema.maximum}`);
  if (schema.maxLength !== undefined) said.push(`at most ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) said.push(`at most ${schema.maxItems} items`);
  if (schema.default !== undefined) said.push(`default ${JSON.stringify(schema.default)}`);
  return said.join(", ");
}

const cell = (text: string) => text.replace(/\s*\n\s*/g, " ");

/** The object schemas directly behind a property: itself, a list's items, a nullable's or union's members. */
function nested(schema: JsonSchema): JsonSchema[] {
  if (schema.properties) return [schema];
  if (schema.items) return nested(schema.items);
  return alternatives(schema).flatMap(nested);
}

function rows(schema: JsonSchema, prefix: string, depth: number): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const path = `${prefix}${name}`;
    const needed = schema.required?.includes(name) && property.default === undefined ? "yes" : "";
    const note = [property.description ?? "", limitsOf(property)].filter(Boolean).join("; ");
    const own = `| \`${path}\` | ${typeOf(property)} | ${needed} | ${cell(note)} |`;
    const many = property.type === "array" ? "[]" : "";
    const inner =
      depth < MAX_DEPTH ? nested(property).flatMap((n) => rows(n, `${path}${many}.`, depth + 1)) : [];
    return [own, ...new Set(inner)];
  });
}

/** A Markdown table of a contract's fields, nested ones by path. */
export function schemaTable(schema: z.ZodType, io: "input" | "output"): string {
  const json = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" }) as JsonSchema;
  const lines = [...new Set(nested(json).flatMap((n) => rows(n, "", 1)))];
  if (lines.length === 0) return "Nothing.";
  return ["| field | type | required | meaning |", "|---|---|---|---|", ...lines].join("\n");
}
