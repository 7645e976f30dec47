import { type FileHandle, open, readdir } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { z } from "zod";
import type { ArtifactRef } from "../../../../lib/contracts";
import { type ArtifactDisk, DiskAway } from "../../artifacts/disk";
import type { FileSource } from "../../artifacts/store-client";
import { type RemoteAnswer, RemoteTrouble } from "./channel";
import type { Ask, RemoteHost } from "./remote-host";

const PIECE_BYTES = 8_000_000;
/** Copying and removing gigabytes takes its time, and so does a slow line. */
const LIMIT_MS = 300_000;

/** The disk of the remote host, below the agent's folder there. What is fetched goes through this machine. */
export function remoteDisk(host: RemoteHost): ArtifactDisk {
  return new RemoteDisk(host);
}

class RemoteDisk implements ArtifactDisk {
  constructor(private readonly host: RemoteHost) {}

  async holds({ path, files }: ArtifactRef): Promise<boolean> {
    const sizes = files.map((file) => ({ path: file.path, bytes: file.bytes }));
    const answer = await this.ask("artifactHolds", { path, files: sizes }, z.object({ holds: z.boolean() }));
    return answer.holds;
  }

  async open({ path }: ArtifactRef, name: string): Promise<FileSource> {
    const read = (offset: number, limit: number) =>
      this.tell({ op: "artifactRead", body: { path, name, offset, limit }, limitMs: LIMIT_MS });
    const first = await read(0, 0);
    const { size } = z.object({ size: z.int() }).parse(first.answer);
    return {
      bytes: size,
      read: async (offset, length) => (await read(offset, length)).payload,
      close: async () => {},
    };
  }

  outputPath(outputDir: string, way: string): string {
    return `jobs/${basename(outputDir)}/${way}`;
  }

  async bring(folder: string): Promise<string> {
    const name = basename(folder);
    const there = await this.ask("artifactFind", { name }, z.object({ path: z.string().nullable() }));
    if (there.path !== null) return there.path;
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile()))
      await this.put(name, folder, join(entry.parentPath, entry.name));
    return (await this.ask("artifactSeal", { name }, z.object({ path: z.string() }))).path;
  }

  async restore(from: { path: string; fetched: boolean }, outputDir: string, way: string): Promise<void> {
    const path = from.fetched ? await this.bring(from.path) : from.path;
    await this.ask("artifactRestore", { path, to: this.outputPath(outputDir, way) }, z.object({}));
  }

  drop(folder: string): Promise<number> {
    return this.remove(`artifacts/${basename(folder)}`);
  }

  async remove(path: string): Promise<number> {
    return (await this.ask("artifactRemove", { path }, z.object({ bytes: z.number() }))).bytes;
  }

  private async put(name: string, folder: string, path: string): Promise<void> {
    const file: FileHandle = await open(path, "r");
    try {
      const block = Buffer.allocUnsafe(PIECE_BYTES);
      for (let offset = 0; ; ) {
        const { bytesRead } = await file.read(block, 0, PIECE_BYTES, offset);
        if (bytesRead === 0 && offset > 0) return;
        const body = { name, file: relative(folder, path), offset };
        const payload = Buffer.from(block.subarray(0, bytesRead));
        await this.tell({ op: "artifactPut", body, payload, limitMs: LIMIT_MS });
        if (bytesRead === 0) return;
        offset += bytesRead;
      }
    } finally {
      await file.close();
    }
  }

  private async ask<S extends z.ZodType>(op: string, body: Record<string, unknown>, schema: S) {
    const isLook = op === "artifactHolds" || op === "artifactFind";
    const { answer } = await this.tell({ op, body, ...(!isLook && { limitMs: LIMIT_MS }) });
    return schema.parse(answer);
  }

  private async tell(ask: Ask): Promise<RemoteAnswer> {
    try {
      return await this.host.ask(ask);
    } catch (error) {
      throw error instanceof RemoteTrouble && error.kind === "unreachable"
        ? new DiskAway(error.message, { cause: error })
        : error;
    }
  }
}
