import { z } from "zod";
import { ablationId, addSeedsRequest } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { previewAddSeeds } from "@/lib/services/launch/add-seeds";

/** What adding seeds would create and cost, and what is worth knowing before. Writes nothing. */
export const POST = route(
  { access: "operator", params: z.strictObject({ id: ablationId }), body: addSeedsRequest },
  async ({ params, body }) =>
    json(
      await previewAddSeeds(getDb(), params.id, body, { codeVersion: env().codeVersion, now: new Date() }),
    ),
);
