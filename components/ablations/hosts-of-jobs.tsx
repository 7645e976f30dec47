import { launcherTitle } from "@/components/launch/places/host-line";
import type { JobRow } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { type HostJobs, jobsByHost } from "./jobs-by-host";

function words({ running, ended, waiting }: HostJobs): string {
  const parts = [
    [ended, "ended"],
    [running, "running"],
    [waiting, "waiting"],
  ] as const;
  return parts.flatMap(([count, name]) => (count > 0 ? [`${count} ${name}`] : [])).join(", ");
}

/** Which host does how much of an ablation; nothing where one host does all of it. */
export function HostsOfJobs({ jobs }: { jobs: readonly JobRow[] }) {
  const hosts = jobsByHost(jobs);
  if (hosts.length < 2) return null;
  return (
    <ul aria-label="Jobs by host" className="flex flex-wrap gap-x-6 gap-y-1 border-b px-4 py-2 text-xs">
      {hosts.map((host) => (
        <li key={host.host ?? ""}>
          <span className="font-medium">{host.host ?? "Any host"}</span>{" "}
          {host.launcher ? <span className="text-ink-3">{launcherTitle(host.launcher)}</span> : null}
          <span className="text-ink-2">
            {" "}
            {plural(host.running + host.ended + host.waiting, "job")}: {words(host)}
          </span>
        </li>
      ))}
    </ul>
  );
}
