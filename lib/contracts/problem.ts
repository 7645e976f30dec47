import { z } from "zod";

/** RFC 9457 problem+json, as every error answer of the API. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  hint: z.string(),
  retryable: z.boolean(),
  requestId: z.string(),
  /** Field errors: a path in the request body and what to change. */
  fields: z.array(z.strictObject({ path: z.string(), message: z.string() })).default([]),
});
export type Problem = z.infer<typeof problem>;
