import type { Metadata } from "next";
import { NotificationsView } from "@/components/notifications/notifications-view";
import { ablationsQuery, notificationsQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { firstValues } from "@/lib/server/search-params";
import { listAblations } from "@/lib/services/ablations-read/list-ablations";
import { listNotifications, listRules } from "@/lib/services/notifications/rules";

export const metadata: Metadata = { title: "Notifications" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function NotificationsRoute({ searchParams }: Props) {
  const { offset } = firstValues(await searchParams);
  const asked = notificationsQuery.safeParse({ offset });
  const query = asked.success ? asked.data : notificationsQuery.parse({});
  const db = getDb();
  const [rules, told, page] = await Promise.all([
    listRules(db),
    listNotifications(db, query),
    listAblations(db, ablationsQuery.parse({ limit: 200 })),
  ]);
  const ablations = page.ablations.map(({ id, name }) => ({ id, name }));
  return <NotificationsView rules={rules} told={told} offset={query.offset} ablations={ablations} />;
}
