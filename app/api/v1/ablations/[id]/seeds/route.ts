import { z } from "zod";
import { ablationId, addSeedsRequest } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { idempotencyKeyOf } from "@/lib/server/idempotency-key";
import { addSeeds } from "@/lib/services/launch/add-seeds";

/** Adds seeds to an ablation: 201, or 200 with the same answer where these seeds were added by an earlier try. */
export const POST = route(
  { access: "operator", params: z.strictObject({ id: ablationId }), body: addSeedsRequest },
  async ({ request, params, body }) => {
    const idempotencyKey = idempotencyKeyOf(request);
    if (body.count !== undefined && idempotencyKey === undefined) {
      const message = "send an Idempotency-Key header, or name the seeds: a retry would add as many again";
      throw new AppError("invalid-request", {
        detail: `count: ${message}`,
        fields: [{ path: "count", message }],
      });
    }
    const { answer, isNew } = await addSeeds(getDb(), params.id, body, {
      codeVersion: env().codeVersion,
      now: new Date(),
      ...(idempotencyKey !== undefined && { idempotencyKey }),
    });
    return json(answer, { status: isNew ? 201 : 200, headers: { location: answer.apiUrl } });
  },
);
