import type { Metadata } from "next";
import { HistoryView } from "@/components/runs/detail/events/history-view";
import { runHistoryQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { readHistory } from "@/lib/services/runs-detail/read-log";
import { runOrNotFound, runTitle } from "../read-run";

interface Props {
  params: Promise<{ id: string }>;
}

export const generateMetadata = ({ params }: Props): Promise<Metadata> => runTitle(params, "Events");

export default async function EventsPage({ params }: Props) {
  const { run } = await runOrNotFound(params);
  return <HistoryView initial={await readHistory(getDb(), run.id, runHistoryQuery.parse({}))} />;
}
