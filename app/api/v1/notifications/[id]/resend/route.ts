import { z } from "zod";
import { notificationId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { resend } from "@/lib/services/notifications/rules";

const params = z.strictObject({ id: notificationId });

export const POST = route({ access: "operator", params }, async ({ params: { id } }) =>
  json(await resend(getDb(), id, new Date())),
);
