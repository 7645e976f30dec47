import type { Metadata } from "next";
import { createLoader } from "nuqs/server";
import { SystemView } from "@/components/runs/detail/system/system-view";
import { SYSTEM_STATE, systemParams } from "@/components/runs/detail/system/url-state";
import { systemQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { readSeries } from "@/lib/services/series/read-series";
import { readSystem } from "@/lib/services/system/read-system";
import { runOrNotFound, runTitle } from "../read-run";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const loadState = createLoader(SYSTEM_STATE);
/** What a run is judged by, the first that it has. */
const STRIP = ["reward/mean", "heldout/accuracy", "optim/loss"];

export const generateMetadata = ({ params }: Props): Promise<Metadata> => runTitle(params, "System");

export default async function SystemPage({ params, searchParams }: Props) {
  const { run } = await runOrNotFound(params);
  const asked = systemParams(await loadState(searchParams));
  const query = systemQuery.safeParse(Object.fromEntries(asked));
  const [initial, { catalogue }] = await Promise.all([
    readSystem(getDb(), { runId: run.id }, query.success ? query.data : systemQuery.parse({})),
    readSeries(getDb(), {
      ...{ runIds: [run.id], names: [], buckets: 2, axis: "trainStep" as const, superseded: false },
    }),
  ]);
  const metric = STRIP.find((name) => catalogue.some((entry) => entry.name === name)) ?? null;
  return <SystemView {...{ initial, metric }} initialQuery={query.success ? asked.toString() : ""} />;
}
