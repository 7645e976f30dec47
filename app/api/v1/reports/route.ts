import { freezeSelectionRequest, reportsQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { freezeReport } from "@/lib/services/reports/freeze-report";
import { listReports } from "@/lib/services/reports/read-reports";

export const GET = route({ access: "operator", query: reportsQuery }, async ({ query }) =>
  json(await listReports(getDb(), query)),
);

/** 201 with a new report, 200 with the earlier one where nothing has changed since. */
export const POST = route({ access: "operator", body: freezeSelectionRequest }, async ({ body }) => {
  const { codeVersion } = env();
  const answer = await freezeReport(getDb(), { ...body, codeVersion });
  return json(answer, { status: answer.created ? 201 : 200 });
});
