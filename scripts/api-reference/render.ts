import type { ApiAccess, ApiEndpoint } from "@/lib/contracts/api";
import { ERRORS } from "@/lib/domain/errors";
import { schemaTable } from "./schema-table";

const WHO: Record<ApiAccess, string> = {
  public: "anyone who reaches the server",
  operator: "people and their browsers (on loopback no token; elsewhere STEPWELL_TOKEN)",
  agent: "an agent's token",
  run: "the token of one attempt",
};

function section(e: ApiEndpoint): string {
  const parts = [`## ${e.method} ${e.path}`, e.summary, `Who: ${WHO[e.access]}.`];
  if (e.query) parts.push("**Query**", schemaTable(e.query, "input"));
  if (e.body) parts.push("**Body**", schemaTable(e.body, "input"));
  if (e.answer) parts.push("**Answer**", schemaTable(e.answer, "output"));
  if (e.errors?.length) parts.push(`Errors of its own: ${e.errors.map((c) => `\`${c}\``).join(", ")}.`);
  return parts.join("\n\n");
}

function errorTable(): string {
  const rows = Object.entries(ERRORS).map(
    ([code, e]) =>
      `| <a id="${code}"></a>\`${code}\` | ${e.status} | ${e.title} | ${e.hint} | ${e.retryable ? "yes" : "no"} |`,
  );
  return ["| code | status | title | what to do | retry |", "|---|---|---|---|---|", ...rows].join("\n");
}

/** docs/api.md, whole. */
export function renderApiReference(api: ApiEndpoint[]): string {
  const intro = [
    "# API reference",
    "Generated from `lib/contracts/api.ts` by `npm run contracts`; edit the contracts, not this page.",
    "Bodies and answers are JSON. Non-finite numbers travel as the strings `NaN`, `Infinity` and `-Infinity`. " +
      "Unknown fields are refused. An error is `application/problem+json` with a code from the table below, a request id, " +
      "and, for a refused request, each field with what to change.",
  ];
  const sections = [...api]
    .sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))
    .map(section);
  return `${[...intro, ...sections, "## Errors", errorTable()].join("\n\n")}\n`;
}
