import type { selectJobsWithHost } from "@/db/queries/jobs-with-host";
import type { JobRow } from "@/lib/contracts";

type SelectedJob = Awaited<ReturnType<typeof selectJobsWithHost>>[number];

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** A job as pages show it. `dependsOn`: the jobs that it waits for, where the page has them. */
export function toJobRow({ job, hostName, launcher, attempts }: SelectedJob, dependsOn: string[]): JobRow {
  const { id, kind, name, runId, armId, seed, status, statusReason, launch } = job;
  return {
    ...{ id, kind, name, runId, armId, seed, status, statusReason, attempts },
    hostName,
    launcher,
    placed: job.requiredHostId !== null,
    launch,
    dependsOn,
    createdAt: job.createdAt.toISOString(),
    startedAt: iso(job.startedAt),
    endedAt: iso(job.endedAt),
  };
}
