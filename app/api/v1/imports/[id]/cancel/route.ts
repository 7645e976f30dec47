import { z } from "zod";
import { importId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { cancelImport } from "@/lib/services/imports/cancel-import";

export const POST = route(
  { access: "operator", params: z.strictObject({ id: importId }) },
  async ({ params }) => json(await cancelImport(getDb(), params.id)),
);
