import { z } from "zod";
import { exportFormat, exportRequest } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { exportProvenanceOf } from "@/lib/services/exports/provenance";

/** Where the file of the same address without `/provenance` comes from, with all its counts. */
export const GET = route(
  { access: "operator", params: z.strictObject({ format: exportFormat }), query: exportRequest },
  async ({ request, params, query }) => {
    const at = { codeVersion: env().codeVersion, now: new Date() };
    const told = await exportProvenanceOf(getDb(), params.format, query, at, request.signal);
    const name = told.fileName.replace(/\.[a-z]+$/, ".provenance.json");
    return json(told.provenance, {
      headers: { "content-disposition": `attachment; filename="${name}"` },
    });
  },
);
