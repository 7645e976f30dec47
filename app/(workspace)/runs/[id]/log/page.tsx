import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { LogView } from "@/components/runs/detail/log/log-view";
import { LOG_STATE, logQueryOf } from "@/components/runs/detail/log/url-state";
import { runLogQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { readLog } from "@/lib/services/runs-detail/read-log";
import { runOrNotFound, runTitle } from "../read-run";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const loadState = createLoader(LOG_STATE);

export const generateMetadata = ({ params }: Props): Promise<Metadata> => runTitle(params, "Log");

export default async function LogPage({ params, searchParams }: Props) {
  const { run } = await runOrNotFound(params);
  const asked = logQueryOf(await loadState(searchParams));
  const query = runLogQuery.safeParse(Object.fromEntries(new URLSearchParams(asked)));
  const initial = await readLog(getDb(), run.id, query.success ? query.data : runLogQuery.parse({}));
  return <LogView initial={initial} initialQuery={query.success ? asked : ""} />;
}
