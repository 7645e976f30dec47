import { z } from "zod";
import { reportExport, reportId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { route } from "@/lib/server/http";
import { exportReport } from "@/lib/services/reports/export-report";

/** A report as a file: its JSON with all counts, or its tables as CSV or LaTeX. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: reportId }), query: reportExport },
  async ({ params, query }) => {
    const { name, type, text } = await exportReport(getDb(), params.id, query.format);
    return new Response(text, {
      headers: {
        "content-type": `${type}; charset=utf-8`,
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "no-store",
      },
    });
  },
);
