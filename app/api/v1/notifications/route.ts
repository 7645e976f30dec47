import { notificationsQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { listNotifications } from "@/lib/services/notifications/rules";

export const GET = route({ access: "operator", query: notificationsQuery }, async ({ query }) =>
  json(await listNotifications(getDb(), query)),
);
