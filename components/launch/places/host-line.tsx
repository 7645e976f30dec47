import { hostLooks } from "@/components/hosts/host-look";
import { Badge } from "@/components/ui/badge";
import type { HostView } from "@/lib/contracts";
import { launcherContract } from "@/lib/contracts/launchers";

/** The name of a host's launcher as people know it. */
export function launcherTitle(launcher: string): string {
  return launcherContract(launcher)?.title ?? launcher;
}

/** GPUs as the host tells of them: a count and what they are; empty where none is known. */
export function gpuWords(facts: HostView["facts"]): string {
  const count = Number(facts.gpus);
  if (!Number.isInteger(count) || count < 1) return "";
  const model = facts["gpu 0"]?.split(",")[0]?.trim();
  return model ? `${count} × ${model}` : `${count} GPUs`;
}

/** What there is to know of a host before work is sent to it. */
export function HostLine({ host }: { host: HostView }) {
  const free = Math.max(0, host.capacity - host.liveAttempts);
  const trouble = hostLooks(host).filter(({ tone }) => tone !== "ok");
  const gpus = gpuWords(host.facts);
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-2xs text-ink-3">
      <span>{launcherTitle(host.launcher)}</span>
      <span>
        {free} of {host.capacity} places free
      </span>
      {gpus ? <span>{gpus}</span> : null}
      {trouble.map(({ label, meaning, tone, icon: Icon }) => (
        <Badge key={label} tone={tone} title={meaning}>
          <Icon aria-hidden />
          {label}
        </Badge>
      ))}
      {host.trainerReady ? null : (
        <Badge tone="warn" title={host.trainerDetail}>
          trainer not ready
        </Badge>
      )}
    </span>
  );
}
