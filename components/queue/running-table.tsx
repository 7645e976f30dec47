import { JobSystem } from "@/components/jobs/job-system";
import { Elapsed } from "@/components/ui/elapsed";
import { EngineState } from "@/components/ui/engine-state";
import { StatusBadge } from "@/components/ui/status-badge";
import { ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table";
import type { RunningJob } from "@/lib/contracts";
import { canPause } from "@/lib/domain/run-status";
import { ExpectedMoment } from "./expected";
import { CancelJob } from "./job-controls";
import { JobName } from "./job-name";
import { PauseJob } from "./pause-job";

/** What holds the places that the queue waits for. */
export function RunningTable({ jobs }: { jobs: readonly RunningJob[] }) {
  return (
    <Table aria-label="Running jobs">
      <thead>
        <tr>
          <Th>Job</Th>
          <Th>Status</Th>
          <Th>Host</Th>
          <Th numeric className="hidden sm:table-cell">
            Runs for
          </Th>
          <Th numeric>Expected end</Th>
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
            <Td>
              <StatusBadge status={job.status} />
              <EngineState said={job.engineState} />
            </Td>
            <Td>{job.hostName ?? <span className="text-ink-3">–</span>}</Td>
            <Td numeric className="hidden sm:table-cell">
              <Elapsed start={job.startedAt} end={null} />
            </Td>
            <Td numeric>
              <ExpectedMoment at={job.estimate.endsAt} late="soon" unknown="–" />
            </Td>
            <Td numeric className="no-print w-20 whitespace-nowrap">
              {job.runId === null ? <JobSystem job={job} running /> : null}
              {canPause(job.status) ? <PauseJob job={job} order="pause" shownBy={[["queue"]]} /> : null}
              {job.status === "stopping" ? null : <CancelJob job={job} />}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
