import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Db } from "@/db/client";
import {
  deleteImport,
  findImport,
  findProjectName,
  findSameImport,
  type ImportRow,
  listUnfinishedImports,
  updateImport,
} from "@/db/queries/imports";
import type { ImportView, NewImport, UploadState } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { importerOf } from "@/lib/importers";
import { env } from "@/lib/server/env";
import { type Piece, receiveAt } from "../artifacts/file-store";
import { beginImport } from "./begin-import";
import { type DiskSource, filesFor, sourceOf, sumOfSource } from "./disk-source";
import { expectImport } from "./expected";
import { readImport } from "./read-imports";
import { runImport } from "./run-import";

/** What was announced of an upload; it lies beside the files, since nobody needs it once they are imported. */
const manifest = z.object({ files: z.array(z.object({ name: z.string(), bytes: z.number() })) });
type Manifest = z.infer<typeof manifest>;

/** An upload that nobody went on with for so long is dropped. */
const STALE_MS = 7 * 86_400_000;

const folderOf = (importId: string) => join(env().home, "imports", importId);
const manifestPath = (importId: string) => join(folderOf(importId), "files.json");
const filePath = (importId: string, index: number) => join(folderOf(importId), `${index}.part`);

async function readManifest(importId: string): Promise<Manifest> {
  try {
    return manifest.parse(JSON.parse(await readFile(manifestPath(importId), "utf8")));
  } catch (error) {
    throw new AppError(
      "conflict",
      "the files of this import are not here any more: upload them again",
      error,
    );
  }
}

async function sizeAt(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

function received(importId: string, { files }: Manifest): Promise<number[]> {
  return Promise.all(files.map((_, index) => sizeAt(filePath(importId, index))));
}

/**
 * Announces an upload, or finds the one that was announced for the same files and broke off.
 *
 * Throws `invalid-request` where this version does not read the format, or a name comes twice.
 */
export async function announceUpload(db: Db, asked: NewImport, codeVersion: string): Promise<UploadState> {
  refuseUnreadable(asked);
  const { project, ablation, format, source, options, files } = asked;
  const { id } = await beginImport(
    db,
    {
      ...{ project, ablation, format, source, options, codeVersion, sourceSha256: announcedSum(asked) },
      bytesTotal: files.reduce((sum, { bytes }) => sum + bytes, 0),
    },
    "receiving",
  );
  const row = await findImport(db, id);
  if (row?.status === "cancelled" || row?.status === "failed")
    await updateImport(db, id, { status: "receiving" });
  await mkdir(folderOf(id), { recursive: true, mode: 0o700 });
  await writeFile(manifestPath(id), JSON.stringify({ files }), { mode: 0o600 });
  return readUpload(db, id);
}

function refuseUnreadable({ format, files }: NewImport): void {
  const refuse = (path: string, message: string) => {
    throw new AppError("invalid-request", { detail: `${path}: ${message}`, fields: [{ path, message }] });
  };
  if (!importerOf(format)) refuse("format", `this version does not read ${format}`);
  if (new Set(files.map(({ name }) => name)).size < files.length)
    refuse("files", "two files have the same name: send them below different folders");
}

/** Stands for the sum of the contents until they are here. */
function announcedSum({ source, files }: NewImport): string {
  const announced = files.map(({ name, bytes }) => [name, bytes]);
  return createHash("sha256")
    .update(JSON.stringify(["announced", source, announced]))
    .digest("hex");
}

/** What has arrived of an upload. Throws `not-found`, and `conflict` where its files are gone. */
export async function readUpload(db: Db, id: string): Promise<UploadState> {
  const view = await readImport(db, id);
  return { import: view, received: await received(id, await readManifest(id)) };
}

/** Takes a piece of a file of an upload. Throws as `receiveAt`, and `conflict` where it is not being received. */
export async function receiveFile(
  db: Db,
  { id, index }: { id: string; index: number },
  piece: Omit<Piece, "length">,
): Promise<number> {
  await refuseUnlessReceiving(db, id);
  const file = (await readManifest(id)).files[index];
  if (!file) throw notFound("file of this upload", String(index));
  return receiveAt(filePath(id, index), { ...piece, length: file.bytes });
}

async function refuseUnlessReceiving(db: Db, id: string): Promise<ImportRow> {
  const row = await findImport(db, id);
  if (!row) throw notFound("import", id);
  if (row.status !== "receiving")
    throw new AppError("conflict", `this import is ${row.status}: announce it again to send its files`);
  return row;
}

/**
 * Begins to import an upload that is complete, in the background. Answers the import it became: an earlier one where the
 * same files were imported to the same place before.
 *
 * Throws `conflict` where bytes are missing.
 */
export async function startUpload(db: Db, id: string, codeVersion: string): Promise<StartedUpload> {
  const row = await refuseUnlessReceiving(db, id);
  const told = await readManifest(id);
  const here = await received(id, told);
  const missing = told.files.findIndex(({ bytes }, i) => (here[i] ?? 0) < bytes);
  if (missing !== -1)
    throw new AppError(
      "conflict",
      `${told.files[missing]?.name}: ${here[missing]} of ${told.files[missing]?.bytes} bytes are here`,
    );
  const finalId = await settle(db, row, await sumOf(row, told));
  const over = expectImport(finalId);
  try {
    await updateImport(db, finalId, { status: "running", error: "", endedAt: null });
    const view = await readImport(db, finalId);
    return { view, done: workOn(db, finalId, codeVersion).finally(over) };
  } catch (error) {
    over();
    throw error;
  }
}

export interface StartedUpload {
  view: ImportView;
  /** Settles when the import has ended, whichever way; rejects where it could not be ended properly. */
  done: Promise<ImportView>;
}

async function uploadedSource(
  row: Pick<ImportRow, "id" | "source">,
  { files }: Manifest,
): Promise<DiskSource> {
  // A file without a byte was never sent.
  for (const [index, { bytes }] of files.entries())
    if (bytes === 0) await writeFile(filePath(row.id, index), "", { mode: 0o600 });
  return sourceOf(
    row.source,
    files.map((file, index) => ({ ...file, path: filePath(row.id, index) })),
  );
}

function readable(row: ImportRow, source: DiskSource) {
  const importer = importerOf(row.format);
  if (!importer) throw new AppError("invalid-request", `format: this version does not read ${row.format}`);
  return filesFor(importer, source.files);
}

async function sumOf(row: ImportRow, told: Manifest): Promise<string> {
  const source = await uploadedSource(row, told);
  try {
    return await sumOfSource(readable(row, source));
  } finally {
    await source.close();
  }
}

/** Gives the import the sum of what came; where another one has that sum, the files become that one's. */
async function settle(db: Db, row: ImportRow, sourceSha256: string): Promise<string> {
  const same = await findSameImport(db, { ...row, sourceSha256 });
  if (!same || same.id === row.id) {
    await updateImport(db, row.id, { sourceSha256 });
    return row.id;
  }
  await updateImport(db, same.id, { options: row.options });
  await rm(folderOf(same.id), { recursive: true, force: true });
  await rename(folderOf(row.id), folderOf(same.id));
  await deleteImport(db, row.id);
  return same.id;
}

async function workOn(db: Db, importId: string, codeVersion: string): Promise<ImportView> {
  const row = await findImport(db, importId);
  if (!row) throw notFound("import", importId);
  const { projectId, ablationId } = row;
  const projectName = (await findProjectName(db, projectId)) ?? "";
  const source = await uploadedSource(row, await readManifest(importId));
  try {
    const view = await runImport(db, {
      ...{ importId, codeVersion, target: { projectId, projectName, ablationId } },
      ...{ files: readable(row, source), beside: source.files },
    });
    await rm(folderOf(importId), { recursive: true, force: true });
    return view;
  } finally {
    await source.close();
  }
}

/** Goes on with uploads that a killed server was importing, one after the other, and drops stale ones. */
export async function resumeUploads(db: Db, codeVersion: string, now: Date): Promise<ImportView[]> {
  const here = new Set(await readdir(join(env().home, "imports")).catch(() => []));
  const views: ImportView[] = [];
  for (const id of await listUnfinishedImports(db)) {
    if (!here.has(id)) continue;
    const row = await findImport(db, id);
    if (row?.status === "running") views.push(await workOn(db, id, codeVersion));
    else await dropIfStale(db, id, now);
  }
  return views;
}

async function dropIfStale(db: Db, id: string, now: Date): Promise<void> {
  const found = await stat(folderOf(id)).catch(() => null);
  if (!found || now.getTime() - found.mtimeMs < STALE_MS) return;
  await updateImport(db, id, { status: "cancelled", error: "its upload was never finished", endedAt: now });
  await rm(folderOf(id), { recursive: true, force: true });
}
