import { importsQuery, newImport } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { refuseUnstorable } from "@/lib/server/unstorable";
import { listImports } from "@/lib/services/imports/read-imports";
import { announceUpload } from "@/lib/services/imports/uploads";

export const GET = route({ access: "operator", query: importsQuery }, async ({ query }) =>
  json(await listImports(getDb(), query)),
);

export const POST = route({ access: "operator", body: newImport }, async ({ body }) =>
  json(await announceUpload(getDb(), refuseUnstorable(body), env().codeVersion), { status: 201 }),
);
