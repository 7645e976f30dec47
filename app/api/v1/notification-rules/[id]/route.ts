import { z } from "zod";
import { notificationRuleChange, notificationRuleId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { changeRule, removeRule } from "@/lib/services/notifications/rules";

const params = z.strictObject({ id: notificationRuleId });

export const PATCH = route(
  { access: "operator", params, body: notificationRuleChange },
  async ({ params: { id }, body }) => json(await changeRule(getDb(), id, body)),
);

export const DELETE = route({ access: "operator", params }, async ({ params: { id } }) => {
  await removeRule(getDb(), id);
  return json({ deleted: id });
});
