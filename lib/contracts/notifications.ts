import { z } from "zod";
import { ablationId, notificationId, notificationRuleId, runId } from "./ids";
import { count, isoTime, label, wholeNumber } from "./scalars";

const metric = z.string().min(1).max(250).describe("metric");
const window = z.int().min(1).max(10_000).describe("train steps that are averaged");

/** What a rule watches. Adding a kind is one entry here, one sentence in lib/domain/notification-texts.ts, one check. */
export const notificationWatch = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("succeeded") }).describe("a training ended with its final checkpoint"),
  z.strictObject({ kind: z.literal("failed") }).describe("a job failed and is not tried again"),
  z.strictObject({ kind: z.literal("finished") }).describe("an ablation has nothing left to do"),
  z
    .strictObject({ kind: z.literal("non-finite"), metric: metric.nullable().default(null) })
    .describe("NaN or an infinity was logged; null: in any metric"),
  z
    .strictObject({
      kind: z.literal("reward-collapse"),
      metric: metric.default("reward/mean"),
      window: window.default(10),
      lossShare: z
        .number()
        .gt(0)
        .max(1)
        .default(0.5)
        .describe("share of what it had gained that is lost again"),
      minGain: z.number().gt(0).default(0.05).describe("gains smaller than this are noise"),
    })
    .describe("the mean over the last train steps has lost much of what it had gained"),
  z
    .strictObject({
      kind: z.literal("metric"),
      metric,
      is: z.enum(["above", "below"]),
      value: z.number(),
      window: window.default(5),
    })
    .describe("the mean of a metric over the last train steps passes a value"),
  z
    .strictObject({
      kind: z.literal("stalled"),
      minutes: z.number().min(1).max(10_080).default(10),
    })
    .describe("a running job has logged nothing for so long, or its host stopped reporting"),
]);
export type NotificationWatch = z.infer<typeof notificationWatch>;
export type NotificationKind = NotificationWatch["kind"];

const target = z
  .url({ protocol: /^https?$/, error: "must be an address that begins with http:// or https://" })
  .max(2000);

/** Body of POST /api/v1/notification-rules. */
export const newNotificationRule = z.strictObject({
  name: label,
  watch: notificationWatch,
  ablationId: ablationId.nullable().default(null).describe("null = every ablation"),
  url: target.describe("where each notification is posted, as JSON"),
});
export type NewNotificationRule = z.infer<typeof newNotificationRule>;

/** Body of PATCH /api/v1/notification-rules/{id}: what is left out stays. */
export const notificationRuleChange = newNotificationRule
  .extend({ ablationId: ablationId.nullable(), enabled: z.boolean() })
  .partial();
export type NotificationRuleChange = z.infer<typeof notificationRuleChange>;

export const notificationRule = z.strictObject({
  id: notificationRuleId,
  name: z.string(),
  watch: notificationWatch,
  ablationId: ablationId.nullable(),
  ablationName: z.string().nullable(),
  url: z.string(),
  enabled: z.boolean(),
  createdAt: isoTime,
  sent: count.describe("notifications of it that were delivered"),
  failing: count.describe("notifications of it that could not be delivered yet, or were given up"),
});
export type NotificationRule = z.infer<typeof notificationRule>;
export const notificationRuleList = z.strictObject({ rules: z.array(notificationRule) });
/** `secret`: signs every body; shown this once. */
export const notificationRuleMade = z.strictObject({ rule: notificationRule, secret: z.string() });

/** What is posted. `text` and `content` say the same in one line, for Slack, Mattermost and Discord. */
export const notificationBody = z.strictObject({
  schemaVersion: z.literal(1),
  id: notificationId,
  kind: z.string(),
  rule: z.strictObject({ id: notificationRuleId, name: z.string() }),
  at: isoTime,
  title: z.string(),
  detail: z.string(),
  ablation: z.strictObject({ id: ablationId, name: z.string() }).nullable(),
  run: z.strictObject({ id: runId, name: z.string() }).nullable(),
  url: z
    .string()
    .nullable()
    .describe("the page about it; a path where the server's public address is not set"),
  text: z.string(),
  content: z.string(),
});
export type NotificationBody = z.infer<typeof notificationBody>;

export const notificationView = z.strictObject({
  id: notificationId,
  ruleId: notificationRuleId,
  body: notificationBody,
  createdAt: isoTime,
  /** `waiting`: will be tried (again); `given-up`: it was refused too often. */
  state: z.enum(["waiting", "delivered", "given-up"]),
  tries: count,
  nextTryAt: isoTime.nullable(),
  deliveredAt: isoTime.nullable(),
  lastError: z.string(),
});
export type NotificationView = z.infer<typeof notificationView>;

export const notificationsQuery = z.strictObject({
  offset: wholeNumber.default(0),
  limit: wholeNumber.max(200).default(50),
});
export const notificationsPage = z.strictObject({ notifications: z.array(notificationView), total: count });
export type NotificationsPage = z.infer<typeof notificationsPage>;

/** Answer to a test: what the other side said. */
export const notificationTest = z.strictObject({ delivered: z.boolean(), detail: z.string() });
