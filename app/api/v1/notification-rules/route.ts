import { newNotificationRule } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { addRule, listRules } from "@/lib/services/notifications/rules";

export const GET = route({ access: "operator" }, async () => json({ rules: await listRules(getDb()) }));

export const POST = route({ access: "operator", body: newNotificationRule }, async ({ body }) =>
  json(await addRule(getDb(), body), { status: 201 }),
);
