import { z } from "zod";
import { reportId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getReportDocument, removeReport } from "@/lib/services/reports/read-reports";

const params = z.strictObject({ id: reportId });

export const GET = route({ access: "operator", params }, async ({ params }) =>
  json(await getReportDocument(getDb(), params.id)),
);

export const DELETE = route({ access: "operator", params }, async ({ params }) => {
  await removeReport(getDb(), params.id);
  return json({ deleted: true });
});
