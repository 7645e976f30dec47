import { z } from "zod";
import { importId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readImport } from "@/lib/services/imports/read-imports";

export const GET = route(
  { access: "operator", params: z.strictObject({ id: importId }) },
  async ({ params }) => json(await readImport(getDb(), params.id)),
);
