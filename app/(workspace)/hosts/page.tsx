import type { Metadata } from "next";
import { AddHost } from "@/components/hosts/add-host/add-host";
import { HostsList } from "@/components/hosts/hosts-list";
import { AgentTokens } from "@/components/hosts/tokens/agent-tokens";
import { PageHeader } from "@/components/shell/page-header";
import { getDb } from "@/lib/server/db";
import { hostsWithVersion } from "@/lib/services/hosts/list-hosts";

export const metadata: Metadata = { title: "Hosts" };
// Nothing of the request is read, so Next would otherwise draw this page once, at build time.
export const dynamic = "force-dynamic";

export default async function HostsPage() {
  return (
    <>
      <PageHeader title="Hosts" actions={<AddHost />} />
      <HostsList initial={await hostsWithVersion(getDb(), new Date())} />
      <AgentTokens />
    </>
  );
}
