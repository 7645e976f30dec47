"use client";

import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { Elapsed } from "@/components/ui/elapsed";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { RunAttempt, RunCheckpoint, RunDetail } from "@/lib/contracts";
import { isEnded } from "@/lib/domain/run-status";
import { formatBytes, formatCount, formatValue, plural } from "@/lib/format/number";
import { useRun } from "../run-shell";

/** What the run wrote to disk and where, and the attempts that wrote it. */
export function CheckpointsView() {
  const detail = useRun();
  return (
    <div className="flex flex-col gap-4 p-4">
      <Panel title="Checkpoints" padded={false} aside={plural(detail.checkpoints.length, "checkpoint")}>
        {detail.checkpoints.length === 0 ? (
          <NoCheckpoint detail={detail} />
        ) : (
          <Checkpoints all={detail.checkpoints} />
        )}
      </Panel>
      <Panel title="Attempts" padded={false} aside="of the training and its evaluation">
        <Attempts all={detail.attempts} />
      </Panel>
    </div>
  );
}

function NoCheckpoint({ detail: { run } }: { detail: RunDetail }) {
  return (
    <EmptyState title="No checkpoint">
      {isEnded(run.status)
        ? "This run ended before it wrote one; a retry starts from the beginning."
        : "The trainer writes one every so many train steps, and one at the end."}
    </EmptyState>
  );
}

function Checkpoints({ all }: { all: readonly RunCheckpoint[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th numeric>Train step</Th>
          <Th numeric>Size</Th>
          <Th>Host</Th>
          <Th>Folder and files</Th>
          <Th numeric>Attempt</Th>
          <Th numeric>Written</Th>
        </tr>
      </thead>
      <tbody>
        {all.map((checkpoint) => (
          <Tr key={checkpoint.id}>
            <Td numeric className="py-1.5 align-top">
              {checkpoint.final ? <Badge tone="ok">result</Badge> : null} {formatCount(checkpoint.trainStep)}
            </Td>
            <Td numeric className="py-1.5 align-top">
              {formatBytes(checkpoint.bytes)}
            </Td>
            <Td className="py-1.5 align-top">{checkpoint.hostName}</Td>
            <Td className="min-w-72 py-1.5 align-top">
              <Contents checkpoint={checkpoint} />
            </Td>
            <Td numeric className="py-1.5 align-top">
              {checkpoint.attemptNumber}
            </Td>
            <Td numeric className="py-1.5 align-top">
              <RelativeTime at={checkpoint.createdAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Contents({ checkpoint: { path, files, fileCount, summary } }: { checkpoint: RunCheckpoint }) {
  const facts = Object.entries(summary).map(
    ([name, value]) => `${name} ${typeof value === "number" ? formatValue(value) : value}`,
  );
  return (
    <>
      <span className="flex items-center gap-1">
        <code className="min-w-0 break-all font-mono text-xs">{path}</code>
        <CopyButton text={path} label="folder" />
      </span>
      {facts.length > 0 ? <p className="text-ink-3 text-xs">{facts.join(" · ")}</p> : null}
      {fileCount === 0 ? (
        <p className="text-ink-3 text-xs">no manifest</p>
      ) : (
        <details className="text-xs">
          <summary className="text-ink-3">{plural(fileCount, "file")} with sha256</summary>
          <ul className="mt-1 flex flex-col gap-1">
            {files.map((file) => (
              <li key={file.path} className="break-all">
                <span className="font-mono">{file.path}</span>{" "}
                <span className="text-ink-3">{formatBytes(file.bytes)}</span>
                <code className="block text-2xs text-ink-3">{file.sha256}</code>
              </li>
            ))}
            {fileCount > files.length ? (
              <li className="text-ink-3">and {formatCount(fileCount - files.length)} more in its manifest</li>
            ) : null}
          </ul>
        </details>
      )}
    </>
  );
}

/** How an attempt ended, as its host saw it. */
function endOf({ exitCode, signal, detail }: RunAttempt): string {
  const how = signal ? `signal ${signal}` : exitCode === null ? "" : `exit ${exitCode}`;
  return [how, detail].filter(Boolean).join(": ");
}

function stepsOf({ firstTrainStep: first, lastTrainStep: last }: RunAttempt): string {
  return first === null || last === null ? "–" : `${formatCount(first)} to ${formatCount(last)}`;
}

function Attempts({ all }: { all: readonly RunAttempt[] }) {
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
            <Td>{attempt.jobKind}</Td>
            <Td numeric>{attempt.number}</Td>
            <Td>
              <span className="flex items-center gap-1">
                <StatusBadge status={attempt.status} />
                {attempt.superseded ? <Badge tone="muted">superseded</Badge> : null}
              </span>
            </Td>
            <Td numeric>{stepsOf(attempt)}</Td>
            <Td>{attempt.hostName}</Td>
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
