"use client";

import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import type { HostList } from "@/lib/contracts";
import { isCurrentAgent, isInstalledAgent } from "@/lib/domain/agent-version";

const UPGRADE = "~/.stepwell-agent/stepwell-agent upgrade";

/** The build in as many characters as commits are told apart by. */
const shortVersion = (version: string) => version.replace(/(\+.{7}).*/, "$1");

/** The version of a host's agent; where it is not this server's, how to get it there. */
export function AgentVersion({
  version,
  list: { serverVersion, installableVersion },
}: {
  version: string | null;
  list: Pick<HostList, "serverVersion" | "installableVersion">;
}) {
  if (version === null) return <span className="text-ink-3">–</span>;
  const short = <span title={version}>{shortVersion(version)}</span>;
  if (isCurrentAgent(version, { server: serverVersion, installable: installableVersion })) return short;
  const offered = installableVersion ?? serverVersion;
  const isInstalled = isInstalledAgent(version);
  const title = isInstalled
    ? `This server has ${offered}. On the host: ${UPGRADE}`
    : `This server is version ${serverVersion}: start its agent from the same release.`;
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {short}
      <Badge tone="warn" title={title}>
        {isInstalled ? "upgrade" : `server ${serverVersion}`}
      </Badge>
      {isInstalled ? <CopyButton text={UPGRADE} label={`the command that upgrades it (${UPGRADE})`} /> : null}
    </span>
  );
}
