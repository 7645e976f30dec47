import Link from "next/link";
import { JobSystem } from "@/components/jobs/job-system";
import { Elapsed } from "@/components/ui/elapsed";
import { StatusBadge } from "@/components/ui/status-badge";
import { ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table";
import type { JobRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { JOB_TITLES } from "@/lib/domain/run-kinds";
import { isEnded, isLive } from "@/lib/domain/run-status";
import { waitingFor } from "./grid";
import { JobActions } from "./job-actions";
import { JobPlace } from "./job-place";

function Row({ ablationId, job, jobs }: { ablationId: string; job: JobRow; jobs: readonly JobRow[] }) {
  const end = isEnded(job.status) ? (job.endedAt ?? job.startedAt) : null;
  return (
    <Tr>
      <Td>
        {job.runId ? (
          <Link href={routes.run(job.runId)} className="hover:underline">
            {job.name}
          </Link>
        ) : (
          job.name
        )}
      </Td>
      <Td className="hidden text-ink-2 sm:table-cell">{JOB_TITLES[job.kind]}</Td>
      <Td>
        <StatusBadge status={job.status} reason={job.statusReason} />
      </Td>
      <Td className="min-w-48 max-w-md text-ink-2 text-xs">{waitingFor(job, jobs) || job.statusReason}</Td>
      <Td className="hidden md:table-cell">
        <JobPlace job={job} />
      </Td>
      <Td numeric className="hidden md:table-cell">
        {job.attempts}
      </Td>
      <Td numeric>
        <Elapsed start={job.startedAt} end={end} />
      </Td>
      <Td numeric className="no-print w-24 whitespace-nowrap">
        {job.runId === null && job.attempts > 0 ? <JobSystem job={job} running={isLive(job.status)} /> : null}
        <JobActions ablationId={ablationId} job={job} />
      </Td>
    </Tr>
  );
}

/** Every job of an ablation with what it waits for, in the order of launch. */
export function JobsTable({ ablationId, jobs }: { ablationId: string; jobs: readonly JobRow[] }) {
  return (
    <Table aria-label="Jobs">
      <thead>
        <tr>
          <Th>Job</Th>
          <Th className="hidden sm:table-cell">Kind</Th>
          <Th>Status</Th>
          <Th>Reason</Th>
          <Th className="hidden md:table-cell">Host</Th>
          <Th numeric className="hidden md:table-cell">
            Attempts
          </Th>
          <Th numeric>Duration</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Row key={job.id} ablationId={ablationId} job={job} jobs={jobs} />
        ))}
      </tbody>
    </Table>
  );
}
