import { z } from "zod";
import { enrolmentId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { revokeEnrolment } from "@/lib/services/enrolments/enrol";

export const POST = route(
  { access: "operator", params: z.strictObject({ id: enrolmentId }) },
  async ({ params }) => json(await revokeEnrolment(getDb(), params.id, new Date())),
);
