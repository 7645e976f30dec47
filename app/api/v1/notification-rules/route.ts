import { type NotificationRule, newNotificationRule } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { addRule, listRules } from "@/lib/services/notifications/rules";

/** The path of a web hook is what lets its holder post there: a token that may only read is told the host alone. */
const withoutPath = (rule: NotificationRule) => ({ ...rule, url: `${new URL(rule.url).origin}/…` });

export const GET = route({ access: "operator" }, async ({ caller }) => {
  const rules = await listRules(getDb());
  return json({ rules: caller.scope === "operator" ? rules : rules.map(withoutPath) });
});

export const POST = route({ access: "operator", body: newNotificationRule }, async ({ body }) =>
  json(await addRule(getDb(), body), { status: 201 }),
);
