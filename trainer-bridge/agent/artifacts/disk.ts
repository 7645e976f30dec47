import { constants } from "node:fs";
import { copyFile, mkdir, open, readdir, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { ArtifactRef } from "../../../lib/contracts";
import { MANIFEST_FILE } from "../../../lib/domain/artifact-manifest";
import { folderBytes } from "./file-facts";
import { ownFolder } from "./own-folder";
import type { FileSource } from "./store-client";

/** Where trainers read artifacts and write checkpoints: this machine's disk unless a launcher has another. */
export interface ArtifactDisk {
  /** Whether every file of an artifact is there in its recorded size; its sums the trainer verifies. */
  holds(artifact: ArtifactRef): Promise<boolean>;
  /** Opens a file of an artifact. Throws where it is no plain file below the artifact's folder. */
  open(artifact: ArtifactRef, file: string): Promise<FileSource>;
  /** Where something below a job's output folder lies there; `outputDir` as the lease says it. */
  outputPath(outputDir: string, way: string): string;
  /** Makes a folder that was fetched to this machine readable for trainers: its absolute path there. */
  bring(folder: string): Promise<string>;
  /** Removes what `bring` made of a fetched folder elsewhere; the folder itself stays. @returns bytes freed */
  drop(folder: string): Promise<number>;
  /**
   * Puts a folder into a job's output, whole or not at all.
   * @param from `fetched`: on this machine; else on this disk
   * @param way where below the job's output folder
   */
  restore(from: { path: string; fetched: boolean }, outputDir: string, way: string): Promise<void>;
  /** Removes a folder; one that is gone is no trouble. Throws for what is no job's output. @returns bytes freed */
  remove(path: string): Promise<number>;
}

/** The disk is on a machine that does not answer now: to be asked again. */
export class DiskAway extends Error {}

/** The disk of this machine, below the agent's own folder. */
export function localDisk(dataDir: string): ArtifactDisk {
  return {
    holds,
    open: (artifact, file) => openPlain(dataDir, artifact.path, file),
    outputPath: join,
    bring: async (folder) => folder,
    drop: async () => 0,
    restore: ({ path }, outputDir, way) => copyFolder(path, join(outputDir, way)),
    remove: async (path) => {
      const folder = await ownFolder(dataDir, path);
      if (folder === null) return 0;
      const bytes = await folderBytes(folder);
      // Half deleted, it must not pass for whole: the manifest goes first.
      await rm(join(folder, MANIFEST_FILE), { force: true });
      await rm(folder, { recursive: true, force: true });
      return bytes;
    },
  };
}

async function holds({ path, files }: ArtifactRef): Promise<boolean> {
  const sizes = await Promise.all(
    files.map(async (file) => (await stat(join(path, file.path)).catch(() => null))?.size === file.bytes),
  );
  const folder = await stat(path).catch(() => null);
  return (folder?.isDirectory() ?? false) && sizes.every(Boolean);
}

async function openPlain(dataDir: string, path: string, name: string): Promise<FileSource> {
  const folder = await ownFolder(dataDir, path);
  if (folder === null) throw new Error(`${path} is gone`);
  const full = join(folder, name);
  if (!full.startsWith(folder + sep) || (await realpath(full)) !== full)
    throw new Error(`${JSON.stringify(name.slice(0, 200))} is a link, or leads out of its folder`);
  const file = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW);
  const facts = await file.stat();
  if (!facts.isFile()) {
    await file.close();
    throw new Error(`${JSON.stringify(name.slice(0, 200))} is no plain file`);
  }
  return {
    bytes: facts.size,
    read: async (offset, length) => {
      const block = Buffer.allocUnsafe(Math.max(0, Math.min(length, facts.size - offset)));
      const { bytesRead } = await file.read(block, 0, block.length, offset);
      return block.subarray(0, bytesRead);
    },
    close: () => file.close(),
  };
}

/** Copies plain files; on file systems that can, the blocks are shared until one side writes. */
async function copyFolder(from: string, to: string): Promise<void> {
  const draft = `${to}.incoming`;
  await rm(draft, { recursive: true, force: true });
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  await mkdir(draft, { recursive: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const target = join(draft, entry.parentPath.slice(from.length), entry.name);
    await mkdir(dirname(target), { recursive: true });
    await copyFile(join(entry.parentPath, entry.name), target, constants.COPYFILE_FICLONE);
    const file = await open(target, "r");
    await file.sync().finally(() => file.close());
  }
  await rm(to, { recursive: true, force: true });
  await rename(draft, to);
}
