import { z } from "zod";
import { exportFormat, exportRequest } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { route } from "@/lib/server/http";
import { exportStream } from "@/lib/services/exports/export-stream";
import { openExport } from "@/lib/services/exports/open-export";

/** The file, streamed. What it is made of is told by the provenance that its `link` header names. */
export const GET = route(
  { access: "operator", params: z.strictObject({ format: exportFormat }), query: exportRequest },
  async ({ request, params, query }) => {
    const { codeVersion } = env();
    const opened = await openExport(getDb(), params.format, query, { codeVersion, now: new Date() });
    const { pathname, search } = new URL(request.url);
    return new Response(exportStream(opened.chunks), {
      headers: {
        "content-type": opened.exporter.mimeType,
        "content-disposition": `attachment; filename="${opened.fileName}"`,
        "cache-control": "no-store, no-transform",
        "x-stepwell-version": codeVersion,
        link: `<${pathname}/provenance${search}>; rel="describedby"; type="application/json"`,
        // Proxies that buffer would make a long export look dead.
        "x-accel-buffering": "no",
      },
    });
  },
);
