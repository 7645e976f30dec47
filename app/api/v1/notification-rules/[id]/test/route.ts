import { z } from "zod";
import { notificationRuleId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { testRule } from "@/lib/services/notifications/rules";

const params = z.strictObject({ id: notificationRuleId });

export const POST = route({ access: "operator", params }, async ({ params: { id } }) =>
  json(await testRule(getDb(), id, new Date())),
);
