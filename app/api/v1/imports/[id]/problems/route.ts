import { z } from "zod";
import { importId, importProblemsQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readProblems } from "@/lib/services/imports/read-imports";

export const GET = route(
  { access: "operator", params: z.strictObject({ id: importId }), query: importProblemsQuery },
  async ({ params, query }) => json(await readProblems(getDb(), params.id, query)),
);
