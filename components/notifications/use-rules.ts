"use client";

import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import {
  type NewNotificationRule,
  type NotificationRule,
  type NotificationRuleChange,
  notificationRule,
  notificationRuleMade,
  notificationTest,
  notificationView,
} from "@/lib/contracts";

export const RULES = ["notification-rules"];
export const NOTIFICATIONS = ["notifications"];
const PATH = "/api/v1/notification-rules";

/** What a person does to rules. `save`, `remove` reject with the server's reason, for the dialog that asked. */
export function useRules() {
  const client = useQueryClient();
  const notify = useNotify();
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: RULES });
    await client.invalidateQueries({ queryKey: NOTIFICATIONS });
  };
  const told = (error: unknown, title: string) =>
    notify({ title, description: error instanceof Error ? error.message : String(error), failure: true });

  const patch = (id: string, change: NotificationRuleChange) =>
    fetchJson(`${PATH}/${id}`, notificationRule, jsonBody("PATCH", change));

  return {
    /** Answers the secret of a new rule, null for a changed one. */
    async save(id: string | null, rule: NewNotificationRule): Promise<string | null> {
      if (id !== null) {
        await patch(id, rule);
        await refresh();
        return null;
      }
      const made = await fetchJson(PATH, notificationRuleMade, jsonBody("POST", rule));
      await refresh();
      return made.secret;
    },
    async toggle(rule: NotificationRule): Promise<void> {
      await patch(rule.id, { enabled: !rule.enabled }).catch((error: unknown) =>
        told(error, `${rule.name} is as it was`),
      );
      await refresh();
    },
    async remove(rule: NotificationRule): Promise<void> {
      await fetchJson(`${PATH}/${rule.id}`, z.unknown(), { method: "DELETE" });
      await refresh();
    },
    async test(rule: NotificationRule): Promise<void> {
      try {
        const { delivered, detail } = await fetchJson(
          `${PATH}/${rule.id}/test`,
          notificationTest,
          jsonBody("POST", {}),
        );
        const title = delivered ? `${rule.name}: the test arrived` : `${rule.name}: the test was not taken`;
        notify({ title, description: detail, failure: !delivered });
      } catch (error) {
        told(error, `${rule.name}: the test was not sent`);
      }
    },
    async resend(id: string): Promise<void> {
      await fetchJson(`/api/v1/notifications/${id}/resend`, notificationView, jsonBody("POST", {})).catch(
        (error: unknown) => told(error, "It was not sent again"),
      );
      await refresh();
    },
  };
}
