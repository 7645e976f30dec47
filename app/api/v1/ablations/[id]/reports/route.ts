import { z } from "zod";
import { ablationId, freezeRequest, resultSelection } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { env } from "@/lib/server/env";
import { json, route } from "@/lib/server/http";
import { freezeReport } from "@/lib/services/reports/freeze-report";

/** 201 with a new report, 200 with the earlier one where nothing has changed since. */
export const POST = route(
  { access: "operator", params: z.strictObject({ id: ablationId }), body: freezeRequest },
  async ({ params, body }) => {
    const { codeVersion } = env();
    const selection = resultSelection.parse({ ablation: params.id, imported: body.imported });
    const answer = await freezeReport(getDb(), { selection, claim: body.claim, codeVersion });
    return json(answer, { status: answer.created ? 201 : 200 });
  },
);
