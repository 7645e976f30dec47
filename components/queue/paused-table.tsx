import { ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table";
import type { PausedJob } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { CancelJob } from "./job-controls";
import { JobName } from "./job-name";
import { PauseJob } from "./pause-job";

/** What people paused: it takes no place until somebody resumes it. */
export function PausedTable({ jobs }: { jobs: readonly PausedJob[] }) {
  return (
    <Table aria-label="Paused jobs">
      <thead>
        <tr>
          <Th>Job</Th>
          <Th>Reason</Th>
          <Th numeric className="hidden sm:table-cell">
            Jobs behind it
          </Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Tr key={job.id}>
            <Td>
              <JobName job={job} />
              <span className="block max-w-64 truncate text-ink-3 text-xs">{job.ablationName}</span>
            </Td>
            <Td className="min-w-40 max-w-md text-ink-2 text-xs">{job.statusReason}</Td>
            <Td numeric className="hidden sm:table-cell">
              {formatCount(job.dependents)}
            </Td>
            <Td numeric className="no-print whitespace-nowrap">
              <PauseJob job={job} order="resume" shownBy={[["queue"]]} />
              <CancelJob job={job} dependents={job.dependents} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
