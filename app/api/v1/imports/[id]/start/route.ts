import { z } from "zod";
import { importId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { logger } from "@/lib/server/logger";
import { startUpload } from "@/lib/services/imports/uploads";

export const POST = route(
  { access: "operator", params: z.strictObject({ id: importId }) },
  async ({ params }) => {
    const { view, done } = await startUpload(getDb(), params.id, env().codeVersion);
    // It goes on after the answer; how it ended stands on the import, unless the database was away.
    done.catch((error: unknown) => logger().warn({ err: error, importId: view.id }, "an import stopped"));
    return json(view, { status: 202 });
  },
);
