import type { Queryable } from "@/db/client";
import type { ReportFormat } from "@/lib/contracts";
import { writeTables } from "@/lib/reports/write-tables";
import { getReport, getReportDocument } from "./read-reports";

const TYPES: Record<ReportFormat, { type: string; extension: string }> = {
  json: { type: "application/json", extension: "json" },
  csv: { type: "text/csv", extension: "csv" },
  latex: { type: "application/x-tex", extension: "tex" },
};

/** A report as the text of a file. Throws `not-found` and `unreadable-report`. */
export async function exportReport(
  db: Queryable,
  id: string,
  format: ReportFormat,
): Promise<{ name: string; type: string; text: string }> {
  const { type, extension } = TYPES[format];
  const name = `stepwell-${id}.${extension}`;
  if (format === "json")
    return { name, type, text: `${JSON.stringify(await getReportDocument(db, id), null, 2)}\n` };
  const { document, content } = await getReport(db, id);
  return { name, type, text: writeTables(document, content, format) };
}
