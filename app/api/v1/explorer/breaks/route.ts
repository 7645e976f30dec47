import { traceSelection } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getBreaks } from "@/lib/services/explorer/get-breaks";

export const GET = route({ access: "operator", query: traceSelection }, async ({ query }) =>
  json(await getBreaks(getDb(), query)),
);
