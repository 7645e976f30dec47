import { Database, GitFork, HardDrive, Pin, Trash2 } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { ActionsTh, Table, Td, Th, Tr } from "@/components/ui/table";
import type { CheckpointView } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatBytes, formatCount, formatValue, plural } from "@/lib/format/number";
import { formatDuration } from "@/lib/format/time";
import { CheckpointActions } from "./checkpoint-actions";

/** Every checkpoint that a run wrote, deleted ones as well: the latest train step first. */
export function CheckpointsTable({ runId, all }: { runId: string; all: readonly CheckpointView[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th numeric>Train step</Th>
          <Th numeric>Size</Th>
          <Th>Lies on</Th>
          <Th>Folder and files</Th>
          <Th numeric>Attempt</Th>
          <Th numeric>Written</Th>
          <ActionsTh />
        </tr>
      </thead>
      <tbody>
        {all.map((checkpoint) => (
          <Tr key={checkpoint.id}>
            <Td numeric className="py-1.5 align-top">
              {formatCount(checkpoint.trainStep)}
              <Marks checkpoint={checkpoint} />
            </Td>
            <Td numeric className="py-1.5 align-top">
              {checkpoint.state === "deleted" ? (
                <s>{formatBytes(checkpoint.bytes)}</s>
              ) : (
                formatBytes(checkpoint.bytes)
              )}
            </Td>
            <Td className="py-1.5 align-top">
              <Lies checkpoint={checkpoint} />
            </Td>
            <Td className="min-w-72 py-1.5 align-top">
              <Contents checkpoint={checkpoint} />
            </Td>
            <Td numeric className="py-1.5 align-top">
              {checkpoint.attemptNumber}
            </Td>
            <Td numeric className="py-1.5 align-top">
              <RelativeTime at={checkpoint.createdAt} />
            </Td>
            <Td className="py-1 align-top">
              <CheckpointActions runId={runId} checkpoint={checkpoint} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Marks({ checkpoint: { final, pinned, forks } }: { checkpoint: CheckpointView }) {
  return (
    <span className="mt-0.5 flex flex-col items-end gap-0.5">
      {final ? <Badge tone="ok">result</Badge> : null}
      {pinned ? (
        <Badge tone="info" title="stays whatever the rule says">
          <Pin aria-hidden />
          pinned
        </Badge>
      ) : null}
      {forks.map(({ id, name }) => (
        <Link key={id} href={routes.run(id)} className="max-w-40">
          <Badge tone="neutral" title={`${name} was forked from it`} className="max-w-full truncate">
            <GitFork aria-hidden />
            <span className="truncate">{name}</span>
          </Badge>
        </Link>
      ))}
    </span>
  );
}

function Lies({ checkpoint: { host, copies, store, state, trouble } }: { checkpoint: CheckpointView }) {
  // A part means little: small files are alike in many checkpoints.
  const places = [
    ...copies.map(({ name }) => `${name}, a copy`),
    ...(store === "all" ? ["server's store"] : []),
  ];
  return (
    <span className="flex flex-col gap-0.5 [&_svg]:size-3 [&_svg]:shrink-0">
      <span className="flex items-center gap-1 whitespace-nowrap">
        {state === "deleted" ? <Trash2 aria-hidden /> : <HardDrive aria-hidden />}
        {state === "deleted" ? <span className="text-ink-3">deleted on {host.name}</span> : host.name}
      </span>
      {state === "deleting" ? (
        <Badge tone="warn" title={trouble}>
          {trouble === "" ? "being deleted" : "cannot be deleted yet"}
        </Badge>
      ) : null}
      {trouble === "" ? null : <span className="max-w-52 break-words text-ink-3 text-xs">{trouble}</span>}
      {places.map((place) => (
        <span key={place} className="flex items-center gap-1 text-ink-2 text-xs">
          <Database aria-hidden />
          {place}
        </span>
      ))}
    </span>
  );
}

/** What the trainer noted with a checkpoint, under its own names but for the time that it had trained. */
function factOf(name: string, value: CheckpointView["summary"][string]): string {
  if (typeof value !== "number") return `${name} ${value}`;
  return name === "activeMs" ? `active time ${formatDuration(value)}` : `${name} ${formatValue(value)}`;
}

function Contents({ checkpoint: { path, files, fileCount, summary } }: { checkpoint: CheckpointView }) {
  const facts = Object.entries(summary).map(([name, value]) => factOf(name, value));
  return (
    <>
      <span className="flex items-center gap-1">
        <code className="min-w-0 break-all font-mono text-xs">{path}</code>
        <CopyButton text={path} label="folder" />
      </span>
      {facts.length > 0 ? <p className="text-ink-3 text-xs">{facts.join(" · ")}</p> : null}
      {fileCount === 0 ? <p className="text-ink-3 text-xs">no manifest: it cannot be copied</p> : null}
      {fileCount > 0 ? <Files files={files} fileCount={fileCount} /> : null}
    </>
  );
}

function Files({ files, fileCount }: Pick<CheckpointView, "files" | "fileCount">) {
  return (
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
  );
}
