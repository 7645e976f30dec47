import { z } from "zod";
import { notificationRuleId } from "../ids";
import {
  newNotificationRule,
  notificationRuleChange,
  notificationRuleList,
  notificationRuleMade,
  notificationsPage,
  notificationsQuery,
  notificationTest,
  notificationView,
} from "../notifications";
import type { ApiEndpoint } from "./endpoint";

/** Rules that tell people, and what they told. */
export const NOTIFICATIONS_API: ApiEndpoint[] = [
  {
    method: "GET",
    path: "/api/v1/notification-rules",
    access: "operator",
    summary: "Rules: what each watches and where it tells.",
    answer: notificationRuleList,
  },
  {
    method: "POST",
    path: "/api/v1/notification-rules",
    access: "operator",
    summary: "Adds a rule. The answer holds the secret that signs its bodies, this once.",
    body: newNotificationRule,
    answer: notificationRuleMade,
    errors: ["not-found"],
  },
  {
    method: "PATCH",
    path: "/api/v1/notification-rules/{id}",
    access: "operator",
    summary: "Changes a rule, or switches it off and on.",
    body: notificationRuleChange,
    answer: notificationRuleList.shape.rules.element,
    errors: ["not-found"],
  },
  {
    method: "DELETE",
    path: "/api/v1/notification-rules/{id}",
    access: "operator",
    summary: "Deletes a rule with what it told.",
    answer: z.strictObject({ deleted: notificationRuleId }),
  },
  {
    method: "POST",
    path: "/api/v1/notification-rules/{id}/test",
    access: "operator",
    summary: "Posts a test to a rule's address now, and answers what came back.",
    answer: notificationTest,
  },
  {
    method: "GET",
    path: "/api/v1/notifications",
    access: "operator",
    summary: "What rules told, the latest first, with how telling it went.",
    query: notificationsQuery,
    answer: notificationsPage,
  },
  {
    method: "POST",
    path: "/api/v1/notifications/{id}/resend",
    access: "operator",
    summary: "Tries again to deliver a notification, from now.",
    answer: notificationView,
  },
];
