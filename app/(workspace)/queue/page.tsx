import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { QueueView } from "@/components/queue/queue-view";
import { QUEUE_STATE, queueQueryText } from "@/components/queue/url-state";
import { PageHeader } from "@/components/shell/page-header";
import { queueQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { readQueue } from "@/lib/services/queue/read-queue";

export const metadata: Metadata = { title: "Queue" };
const loadState = createLoader(QUEUE_STATE);

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function QueuePage({ searchParams }: Props) {
  const query = queueQueryText(await loadState(searchParams));
  const asked = queueQuery.safeParse(Object.fromEntries(new URLSearchParams(query)));
  const view = await readQueue(getDb(), asked.success ? asked.data : {}, new Date());
  return (
    <>
      <PageHeader title="Queue" />
      <QueueView initial={view} initialQuery={asked.success ? query : ""} />
    </>
  );
}
