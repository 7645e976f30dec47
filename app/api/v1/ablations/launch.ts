import { ablationSpec } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { launchAblation } from "@/lib/services/launch/launch-ablation";

/** Launches an ablation: 201 with its id and addresses, 400 naming every field that cannot be launched. */
export const POST = route({ access: "operator", body: ablationSpec }, async ({ body }) => {
  const launched = await launchAblation(getDb(), body, { codeVersion: env().codeVersion });
  return json(launched, { status: 201, headers: { location: launched.apiUrl } });
});
