import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { HostPage } from "@/components/hosts/detail/host-page";
import { hostId, hostLogQuery } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { hostsWithVersion } from "@/lib/services/hosts/list-hosts";
import { readAgentLog } from "@/lib/services/hosts/read-agent-log";
import { readUsage } from "@/lib/services/hosts/read-usage";

interface Props {
  params: Promise<{ id: string }>;
}

/** As the page asks for it at first. */
const FIRST_USAGE = { hours: 1, buckets: 240 };

async function read(params: Props["params"]) {
  const { id } = await params;
  const list = hostId.safeParse(id).success ? await hostsWithVersion(getDb(), new Date()) : null;
  return { id, list, host: list?.hosts.find((one) => one.id === id) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await read(params)).host?.name ?? "Not found" };
}

export default async function HostDetailPage({ params }: Props) {
  const { id, list, host } = await read(params);
  if (!list || !host) notFound();
  const [usage, log] = await Promise.all([
    readUsage(getDb(), id, FIRST_USAGE, new Date()),
    readAgentLog(getDb(), id, hostLogQuery.parse({})),
  ]);
  return <HostPage key={id} {...{ id, usage, log }} initial={list} />;
}
