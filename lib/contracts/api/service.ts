import { z } from "zod";
import { liveQuery } from "../live";
import type { ApiEndpoint } from "./endpoint";

/** The server itself. */
export const SERVICE_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/live",
    access: "operator",
    summary: "Server-sent events that say what is newly stored (lib/contracts/live.ts).",
    query: liveQuery,
  },
  {
    method: "GET",
    path: "/api/v1/health",
    access: "public",
    summary: "Whether the server and its database answer.",
    answer: z.strictObject({ ok: z.literal(true), version: z.string() }),
    errors: ["database-unavailable"],
  },
];
