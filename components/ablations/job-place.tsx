import { launchChips } from "@/components/launch/places/launch-chips";
import { Badge } from "@/components/ui/badge";
import type { JobRow } from "@/lib/contracts";

/** Where a job ran or must run, and what the launcher there is told. */
export function JobPlace({ job }: { job: Pick<JobRow, "hostName" | "launcher" | "placed" | "launch"> }) {
  const chips = launchChips(job.launcher, job.launch);
  if (job.hostName === null) return <span className="text-ink-3">any</span>;
  return (
    <span className="flex max-w-56 flex-wrap items-center gap-x-1.5 gap-y-0.5 py-1">
      <span className="truncate" title={job.placed ? `launched for ${job.hostName}` : job.hostName}>
        {job.hostName}
      </span>
      {chips.map(({ path, text }) => (
        <Badge key={path} tone="muted" className="max-w-full">
          <span className="truncate font-mono" title={text}>
            {text}
          </span>
        </Badge>
      ))}
    </span>
  );
}
