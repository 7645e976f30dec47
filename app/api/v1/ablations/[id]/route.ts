import { z } from "zod";
import { ablationId } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { getAblation } from "@/lib/services/ablations-read/get-ablation";

export const GET = route(
  { access: "operator", params: z.strictObject({ id: ablationId }) },
  async ({ params }) => {
    const found = await getAblation(getDb(), params.id);
    if (!found) throw notFound("ablation", params.id);
    return json(found);
  },
);
