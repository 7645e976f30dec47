import { Badge } from "@/components/ui/badge";
import { Elapsed } from "@/components/ui/elapsed";
import { EmptyState } from "@/components/ui/empty-state";
import { EngineState } from "@/components/ui/engine-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { RunAttempt } from "@/lib/contracts";
import { JOB_TITLES } from "@/lib/domain/run-kinds";
import { formatCount } from "@/lib/format/number";

/** How an attempt ended, as its host saw it. */
function endOf({ exitCode, signal, detail }: RunAttempt): string {
  const how = signal ? `signal ${signal}` : exitCode === null ? "" : `exit ${exitCode}`;
  return [how, detail].filter(Boolean).join(": ");
}

function stepsOf({ firstTrainStep: first, lastTrainStep: last }: RunAttempt): string {
  return first === null || last === null ? "–" : `${formatCount(first)} to ${formatCount(last)}`;
}

/** Every try at the run's training and its evaluation, and how it ended. */
export function AttemptsTable({ all }: { all: readonly RunAttempt[] }) {
  if (all.length === 0) return <EmptyState title="Not started yet">No host has taken it so far.</EmptyState>;
  return (
    <Table>
      <thead>
        <tr>
          <Th>Job</Th>
          <Th numeric>Attempt</Th>
          <Th>Status</Th>
          <Th numeric>Train steps</Th>
          <Th>Host</Th>
          <Th numeric>Leased</Th>
          <Th numeric>Took</Th>
          <Th>End</Th>
        </tr>
      </thead>
      <tbody>
        {all.map((attempt) => (
          <Tr key={attempt.id}>
            <Td>{JOB_TITLES[attempt.jobKind]}</Td>
            <Td numeric>{attempt.number}</Td>
            <Td>
              <span className="flex items-center gap-1">
                <StatusBadge status={attempt.status} />
                {attempt.superseded ? <Badge tone="muted">superseded</Badge> : null}
              </span>
              {attempt.engineState === endOf(attempt) ? null : <EngineState said={attempt.engineState} />}
            </Td>
            <Td numeric>{stepsOf(attempt)}</Td>
            <Td className="whitespace-nowrap">{attempt.hostName}</Td>
            <Td numeric>
              <RelativeTime at={attempt.leasedAt} />
            </Td>
            <Td numeric>
              <Elapsed start={attempt.startedAt} end={attempt.endedAt} />
            </Td>
            <Td className="max-w-96 whitespace-pre-wrap break-words py-1 text-xs">{endOf(attempt)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
