import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { checkHealth } from "@/lib/services/hosts/check-health";

export const dynamic = "force-dynamic";

/** 200 if the database answers, 503 otherwise. Says nothing that needs a token. */
export const GET = route({ access: "public" }, async () => {
  await checkHealth(getDb());
  return json({ ok: true, version: env().codeVersion });
});
