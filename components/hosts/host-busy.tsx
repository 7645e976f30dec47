import type { HostRecent, HostView } from "@/lib/contracts";
import { formatBytes, formatShare } from "@/lib/format/number";
import { Sparkline } from "./sparkline";

/** Launchers whose agent measures the machine that does the work. */
const MEASURED = new Map([
  ["local", "this machine"],
  ["ssh", "the machine that it reaches over SSH"],
]);

/** Whether a host's figures are those of the machine that does the work, and not of its agent's. */
export function isMeasured(launcher: string): boolean {
  return MEASURED.has(launcher);
}

/** Whose figures they are: work that an engine runs elsewhere is not measured on the agent's machine. */
export function usageOf(launcher: string): string {
  return MEASURED.get(launcher) ?? "the machine of its agent";
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** How busy a host was within the last hour, as a line and in words; nothing where its agent does not tell. */
export function HostBusy({ host, recent }: { host: HostView; recent: HostRecent | undefined }) {
  if (!recent) return <span className="text-ink-3 text-xs">not told</span>;
  const { latest, cpuCores, gpuUtilization } = recent;
  const { hostMemoryBytes, hostMemoryTotalBytes, diskFreeBytes } = latest.usage;
  const cores = Number(host.facts.cores) || Math.max(1, ...cpuCores.map((value) => value ?? 0));
  const cpu = meanOf(cpuCores);
  const gpu = gpuUtilization && meanOf(gpuUtilization);
  return (
    <div className="flex flex-col gap-0.5 whitespace-nowrap py-1 text-2xs text-ink-2">
      {gpuUtilization ? (
        <span className="flex items-center gap-1.5">
          <Sparkline
            values={gpuUtilization}
            most={1}
            label={`GPUs, last hour: ${gpu === null ? "not told" : `${formatShare(gpu, 0)} busy on average`}`}
          />
          GPU {gpu === null ? "–" : formatShare(gpu, 0)}
        </span>
      ) : null}
      <span className="flex items-center gap-1.5">
        <Sparkline
          values={cpuCores}
          most={cores}
          label={`Processors of ${usageOf(host.launcher)}, last hour: ${cpu === null ? "not told" : `${cpu.toFixed(1)} of ${cores} cores busy on average`}`}
        />
        CPU {cpu === null ? "–" : formatShare(cpu / cores, 0)}
      </span>
      <span className="text-ink-3" title="memory in use and disk free, latest">
        {hostMemoryBytes !== undefined && hostMemoryTotalBytes
          ? `mem ${formatShare(hostMemoryBytes / hostMemoryTotalBytes, 0)}`
          : ""}
        {diskFreeBytes === undefined ? "" : ` · disk ${formatBytes(diskFreeBytes)}`}
      </span>
    </div>
  );
}
