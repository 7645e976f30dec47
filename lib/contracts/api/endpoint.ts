import type { z } from "zod";

export type ApiAccess = "public" | "operator" | "agent" | "run";

export interface ApiEndpoint {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with `{id}` for parameters; also where the route file lies below app/. */
  path: string;
  access: ApiAccess;
  summary: string;
  query?: z.ZodType;
  body?: z.ZodType;
  answer?: z.ZodType;
  /** Codes of lib/domain/errors.ts that a caller should expect, beyond the common ones. */
  errors?: string[];
}
