import { z } from "zod";
import { exportFormat, exportRequest } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { previewExport } from "@/lib/services/exports/preview-export";

export const POST = route(
  { access: "operator", params: z.strictObject({ format: exportFormat }), body: exportRequest },
  async ({ params, body }) => {
    const { codeVersion } = env();
    return json(await previewExport(getDb(), params.format, body, { codeVersion, now: new Date() }));
  },
);
