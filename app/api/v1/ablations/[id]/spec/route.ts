import { z } from "zod";
import { ablationId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getLaunchSpec } from "@/lib/services/launch/get-launch-spec";

/** The launch as it was submitted: what "launch again with changes" opens with. */
export const GET = route(
  { access: "operator", params: z.strictObject({ id: ablationId }) },
  async ({ params }) => json(await getLaunchSpec(getDb(), params.id)),
);
