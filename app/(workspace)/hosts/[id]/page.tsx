import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { HostPage } from "@/components/hosts/detail/host-page";
import { hostId } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { hostsWithVersion } from "@/lib/services/hosts/list-hosts";

interface Props {
  params: Promise<{ id: string }>;
}

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
  return <HostPage key={id} id={id} initial={list} />;
}
