import { ablationSpec } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { previewLaunch } from "@/lib/services/launch/preview-launch";

/** What a launch would create and cost. Writes nothing. */
export const POST = route({ access: "operator", body: ablationSpec }, async ({ body }) =>
  json(await previewLaunch(getDb(), body, new Date())),
);
