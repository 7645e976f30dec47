import { ablationSpec } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { idempotencyKeyOf } from "@/lib/server/idempotency-key";
import { launchAblation } from "@/lib/services/launch/launch-ablation";

/**
 * Launches an ablation: 201 with its id and addresses, 400 naming every field that cannot be launched. Repeated under
 * the same Idempotency-Key: 200 with the same answer, and nothing is launched.
 */
export const POST = route({ access: "operator", body: ablationSpec }, async ({ request, body }) => {
  const idempotencyKey = idempotencyKeyOf(request);
  const { repeated, ...launched } = await launchAblation(getDb(), body, {
    codeVersion: env().codeVersion,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  });
  return json(launched, { status: repeated ? 200 : 201, headers: { location: launched.apiUrl } });
});
