import type { z } from "zod";

/** What a form needs to know of a setting beyond its type. JSON Schema made of it carries the same words. */
export interface SettingWords {
  title: string;
  description?: string;
  /** Shown beside the input: "ms", "s", "bytes". */
  unit?: string;
  /** Rarely changed: forms keep it folded. */
  advanced?: boolean;
}

/** Gives a setting its label and explanation, once for every form, reference and error message. */
export function setting<Schema extends z.ZodType>(schema: Schema, words: SettingWords): Schema {
  return schema.meta({ ...words });
}
