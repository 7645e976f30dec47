import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table";
import type { MoveRequest, QueuedJob } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { ExpectedLength, ExpectedMoment } from "./expected";
import { CancelJob, MoveButtons } from "./job-controls";
import { JobName } from "./job-name";
import { PauseJob } from "./pause-job";
import { waitLook } from "./wait-look";

interface Props {
  jobs: readonly QueuedJob[];
  onMove: (job: QueuedJob, request: MoveRequest) => void;
}

function Why({ job }: { job: QueuedJob }) {
  const look = waitLook(job.wait.code);
  const Icon = look.icon;
  return (
    <div className="flex min-w-56 max-w-lg flex-col items-start gap-0.5 py-1">
      <Badge tone={look.tone}>
        <Icon aria-hidden />
        {look.label}
      </Badge>
      <span className="text-ink-2 text-xs">{job.wait.sentence}</span>
    </div>
  );
}

function Row({ jobs, index, job, onMove }: Props & { job: QueuedJob; index: number }) {
  return (
    <Tr>
      <Td numeric className="w-12 text-ink-3">
        {job.place}
      </Td>
      <Td>
        <div className="flex items-center gap-2">
          <JobName job={job} />
          {job.moved ? (
            <Badge
              tone="info"
              title="A person put it here; without that it would stand where its launch put it."
            >
              Moved
            </Badge>
          ) : null}
        </div>
        <Link
          href={routes.ablation(job.ablationId)}
          className="block max-w-64 truncate text-ink-3 text-xs hover:underline"
        >
          {job.ablationName}
        </Link>
      </Td>
      <Td>
        <Why job={job} />
      </Td>
      <Td numeric className="hidden md:table-cell">
        <ExpectedMoment at={job.estimate.startsAt} late="now" unknown="not as things are" />
      </Td>
      <Td numeric className="hidden lg:table-cell">
        <ExpectedLength estimate={job.estimate} />
      </Td>
      <Td numeric className="hidden lg:table-cell">
        <ExpectedMoment at={job.estimate.endsAt} late="now" unknown="–" />
      </Td>
      <Td className="no-print w-48">
        <div className="flex items-center justify-end">
          <MoveButtons job={job} above={jobs[index - 1]} below={jobs[index + 1]} onMove={onMove} />
          <PauseJob job={job} order="pause" shownBy={[["queue"]]} />
          <CancelJob job={job} dependents={job.dependents} />
        </div>
      </Td>
    </Tr>
  );
}

/** What waits, in its order. */
export function QueuedTable({ jobs, onMove }: Props) {
  return (
    <Table aria-label="Queued jobs">
      <thead>
        <tr>
          <Th numeric>Place</Th>
          <Th>Job</Th>
          <Th>Why it waits</Th>
          <Th numeric className="hidden md:table-cell">
            Expected start
          </Th>
          <Th numeric className="hidden lg:table-cell">
            Takes
          </Th>
          <Th numeric className="hidden lg:table-cell">
            Expected end
          </Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {jobs.map((job, index) => (
          <Row key={job.id} jobs={jobs} index={index} job={job} onMove={onMove} />
        ))}
      </tbody>
    </Table>
  );
}
