import { z } from "zod";
import { runId } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { readCheckpoints } from "@/lib/services/retention/read-checkpoints";

export const GET = route(
  { access: "operator", params: z.strictObject({ id: runId }) },
  async ({ params }) => {
    const found = await readCheckpoints(getDb(), params.id);
    if (!found) throw notFound("run", params.id);
    return json(found);
  },
);
