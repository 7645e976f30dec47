import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { type RunFile, runFile } from "../../run-files";
import { RemoteTrouble } from "./channel";
import type { RemoteHost } from "./remote-host";

const CHUNK_BYTES = 8_000_000;
const CHUNK_LIMIT_MS = 300_000;
/** Of raw output only the end is wanted here; what stands before it stays on the remote host. */
const LOG_BYTES = 8_000_000;

/** A folder of the remote host: a run directory, or what a job put out. */
export interface RemoteFolder {
  kind: "attempts" | "jobs";
  of: string;
}

const piece = z.strictObject({ start: z.int(), size: z.int() });
const listing = z.strictObject({ files: z.array(z.strictObject({ name: z.string(), bytes: z.int() })) });
type RemoteFile = z.infer<typeof listing>["files"][number];

/** Bytes of a remote file from an offset (negative: from its end), and where they stand in it. */
export async function readRemoteFile(
  host: RemoteHost,
  folder: RemoteFolder,
  part: { name: string; offset: number; limit: number },
): Promise<{ bytes: Buffer; start: number; size: number }> {
  const { answer, payload } = await host.ask({
    op: "read",
    body: { ...folder, ...part },
    limitMs: CHUNK_LIMIT_MS,
  });
  return { ...piece.parse(answer), bytes: payload };
}

/** Names of the remote files below a folder; a name that would lead out of a local one is refused. */
async function listRemoteFiles(host: RemoteHost, folder: RemoteFolder, below: string): Promise<RemoteFile[]> {
  const { answer } = await host.ask({ op: "list", body: { ...folder, below } });
  const { files } = listing.parse(answer);
  const bad = files.find(({ name }) => name.split("/").some((part) => part === ".." || part === ""));
  if (bad) throw new RemoteTrouble("failed", `the remote host names a file ${JSON.stringify(bad.name)}`);
  return files;
}

/** What the trainer left unsent, whole files only. Copied again it is the same: the server knows each record. */
export async function bringSpool(host: RemoteHost, folder: RemoteFolder, runDir: string): Promise<void> {
  const files = await listRemoteFiles(host, folder, "spool");
  if (!files.some(({ name }) => name.endsWith(".jsonl"))) return;
  for (const { name } of files) {
    await bringFile(host, folder, { name: `spool/${name}`, path: join(runFile(runDir, "spool"), name) });
  }
}

/** The end of a raw output, at the offset where it stood: before it the local file is a hole. */
export async function bringLog(
  host: RemoteHost,
  folder: RemoteFolder,
  runDir: string,
  log: RunFile,
): Promise<void> {
  const path = runFile(runDir, log);
  const { bytes, start } = await readRemoteFile(host, folder, {
    name: basename(path),
    offset: -LOG_BYTES,
    limit: LOG_BYTES,
  });
  const file = openSync(path, "w", 0o600);
  try {
    writeWhole(file, bytes, start);
  } finally {
    closeSync(file);
  }
}

/** What a job put out, into its folder here; files that are here already in full stay. */
export async function bringOutputs(
  host: RemoteHost,
  folder: RemoteFolder,
  target: string,
  progress: (done: number, of: number) => void,
): Promise<void> {
  const files = await listRemoteFiles(host, folder, ".");
  for (const [done, { name, bytes }] of files.entries()) {
    progress(done, files.length);
    const path = join(target, name);
    if (statSync(path, { throwIfNoEntry: false })?.size !== bytes)
      await bringFile(host, folder, { name, path });
  }
}

/** Copies a file in pieces; it appears whole or not at all. */
async function bringFile(
  host: RemoteHost,
  folder: RemoteFolder,
  { name, path }: { name: string; path: string },
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.part`;
  const file = openSync(draft, "w", 0o600);
  try {
    for (let offset = 0, size = 1; offset < size; ) {
      const got = await readRemoteFile(host, folder, { name, offset, limit: CHUNK_BYTES });
      size = got.size;
      if (got.bytes.length === 0 && offset < size)
        throw new RemoteTrouble("failed", `${name} became shorter`);
      writeWhole(file, got.bytes, offset);
      offset += got.bytes.length;
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/** A write may take part of the bytes only, as the last one on a disk that fills up. */
function writeWhole(file: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, at + done);
  }
}
