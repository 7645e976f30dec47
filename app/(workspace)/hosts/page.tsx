import type { Metadata } from "next";
import { HostsList } from "@/components/hosts/hosts-list";
import { PageHeader } from "@/components/shell/page-header";
import { getDb } from "@/lib/server/db";
import { hostsWithVersion } from "@/lib/services/hosts/list-hosts";

export const metadata: Metadata = { title: "Hosts" };
// Nothing of the request is read, so Next would otherwise draw this page once, at build time.
export const dynamic = "force-dynamic";

export default async function HostsPage() {
  return (
    <>
      <PageHeader title="Hosts" />
      <HostsList initial={await hostsWithVersion(getDb(), new Date())} />
    </>
  );
}
