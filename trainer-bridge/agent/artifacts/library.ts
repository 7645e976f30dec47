import { mkdir, readdir, readFile, realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { type ArtifactCopy, type ArtifactRef, manifestFile } from "../../../lib/contracts";
import {
  MANIFEST_FILE,
  manifestBytes,
  manifestFault,
  manifestSha256,
} from "../../../lib/domain/artifact-manifest";
import { Backoff } from "../backoff";
import { writeAtomic } from "../durable-file.mjs";
import { ServerError } from "../http";
import type { Log } from "../log";
import { isFolder, refuseFullDisk, sizeNow, sumOf, syncFolder } from "./file-facts";
import { Removals } from "./removals";
import type { StoreClient } from "./store-client";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const COPY_NAME = /^[0-9a-f]{64}$/;
const manifest = z.object({ files: z.array(manifestFile) });

/** How far a fetch is, in bytes. */
export interface Progress {
  done: number;
  of: number;
}

interface Fetch {
  progress: Progress;
  ended: Promise<string>;
  /** Who waits for it: it goes on while anybody does. */
  waiting: number;
  abort: AbortController;
}

/** Artifacts that this agent fetched from the server's store: DATA/artifacts/<manifest>, each whole. */
export class Library {
  private readonly fetches = new Map<string, Fetch>();
  private readonly removals: Removals;
  private readonly folder: string;
  private known: ArtifactCopy[] | null = null;

  constructor(
    dataDir: string,
    private readonly store: StoreClient,
    private readonly log: Log,
  ) {
    this.folder = join(dataDir, "artifacts");
    this.removals = new Removals(this.folder);
  }

  /** Everything that is here whole. */
  async copies(): Promise<ArtifactCopy[]> {
    this.known ??= await this.list();
    return this.known;
  }

  /** Something was fetched or deleted. */
  changed(): void {
    this.known = null;
  }

  /** Keeps an artifact from being removed until the answered function is called. */
  hold(artifact: ArtifactRef): () => void {
    return this.removals.hold(manifestSha256(artifact.files));
  }

  /** The manifest of the copy that a path names; null where it names none of this library's. */
  nameOf(path: string): string | null {
    const name = basename(path);
    return COPY_NAME.test(name) && path === join(this.folder, name) ? name : null;
  }

  /**
   * Removes a copy. Throws where somebody is about to read it.
   *
   * @param elsewhere removes what was made of the copy on another machine; bytes that this freed
   * @returns bytes freed
   */
  async remove(name: string, elsewhere: (folder: string) => Promise<number>): Promise<number> {
    if (this.fetches.has(name)) throw new Error("this copy is being fetched");
    return this.removals.remove(name, elsewhere).finally(() => this.changed());
  }

  progressOf(artifact: ArtifactRef): Progress | null {
    return this.fetches.get(manifestSha256(artifact.files))?.progress ?? null;
  }

  /**
   * The local folder of an artifact, fetched where it is not here yet; jobs that need it at once share one fetch. Goes on
   * for as long as the server is away.
   *
   * Throws for a manifest that cannot be copied, a full disk, and what the store lacks.
   */
  async fetch(artifact: ArtifactRef, signal: AbortSignal): Promise<string> {
    const fault = manifestFault(artifact.files);
    if (fault) throw new Error(`its input cannot be copied to this host: ${fault}`);
    const name = manifestSha256(artifact.files);
    const target = join(this.folder, name);
    if (await this.isHere(name)) return target;
    // From here to the listener nothing is waited for: an abort is either seen now or heard later.
    signal.throwIfAborted();
    const shared = this.fetches.get(name) ?? this.begin(name, artifact);
    shared.waiting += 1;
    const leave = () => {
      shared.waiting -= 1;
      if (shared.waiting === 0) shared.abort.abort(new Error("nobody waits for it any more"));
    };
    signal.addEventListener("abort", leave, { once: true });
    try {
      return await shared.ended;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  /**
   * Whether an artifact is here whole. A fetch that everybody left still ends what it is at, such as the sum of a large
   * file: nobody joins it, or writes beside it.
   */
  private async isHere(name: string): Promise<boolean> {
    for (;;) {
      await this.removals.ended(name);
      if (await isFolder(join(this.folder, name))) return true;
      const left = this.fetches.get(name);
      if (!left?.abort.signal.aborted) return false;
      await left.ended.catch(() => {});
    }
  }

  private begin(name: string, artifact: ArtifactRef): Fetch {
    const abort = new AbortController();
    const progress = { done: 0, of: manifestBytes(artifact.files) };
    const ended = this.run(name, artifact, { abort, progress }).finally(() => {
      this.fetches.delete(name);
      this.changed();
    });
    const begun: Fetch = { progress, ended, waiting: 0, abort };
    this.fetches.set(name, begun);
    return begun;
  }

  private async run(
    name: string,
    artifact: ArtifactRef,
    { abort, progress }: Pick<Fetch, "abort" | "progress">,
  ): Promise<string> {
    const draft = join(this.folder, `${name}.part`);
    this.log("artifact-fetching", { manifest: name, bytes: progress.of });
    const backoff = new Backoff(FIRST_WAIT_MS, LONGEST_WAIT_MS);
    for (;;) {
      try {
        progress.done = 0;
        await this.fill(draft, artifact, abort.signal, progress);
        break;
      } catch (error) {
        abort.signal.throwIfAborted();
        if (!(error instanceof ServerError && error.retryable)) throw await this.explain(draft, error);
        await sleep(backoff.next(error.retryAfterMs), undefined, { signal: abort.signal });
      }
    }
    const target = join(this.folder, name);
    writeAtomic(
      join(draft, MANIFEST_FILE),
      `${JSON.stringify({ schemaVersion: 1, files: artifact.files }, null, 1)}\n`,
    );
    await rename(draft, target);
    await syncFolder(this.folder);
    this.log("artifact-fetched", { manifest: name, bytes: progress.of });
    return target;
  }

  private async fill(
    draft: string,
    artifact: ArtifactRef,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<void> {
    await mkdir(draft, { recursive: true, mode: 0o700 });
    const root = await realpath(draft);
    for (const file of artifact.files) {
      const path = join(root, file.path);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      if ((await realpath(dirname(path))) !== dirname(path)) throw new Error(`${path} lies behind a link`);
      await this.bringFile(file, path, signal, progress);
    }
  }

  /** A file whose sum is wrong is fetched once more from the beginning: what an earlier try left may be damaged. */
  private async bringFile(
    file: ArtifactRef["files"][number],
    path: string,
    signal: AbortSignal,
    progress: Progress,
  ): Promise<void> {
    for (let again = true; ; again = false) {
      const before = progress.done;
      refuseFullDisk(dirname(path), file.bytes - (await sizeNow(path)));
      await this.store.fetch(file, path, signal, (bytes) => {
        progress.done += bytes;
      });
      if ((await sumOf(path)) === file.sha256) return;
      await rm(path, { force: true });
      progress.done = before;
      if (!again) throw new Error(`${file.path} does not have the sum that its manifest says`);
    }
  }

  /** What cannot be mended by waiting leaves nothing behind. */
  private async explain(draft: string, error: unknown): Promise<Error> {
    await rm(draft, { recursive: true, force: true });
    if (error instanceof ServerError && error.status === 404)
      return new Error(`its input is not in the server's store any more (${error.message})`);
    return error instanceof Error ? error : new Error(String(error));
  }

  private async list(): Promise<ArtifactCopy[]> {
    const names = await readdir(this.folder).catch(() => []);
    void this.removals.tidy(names, (name) => this.fetches.has(name));
    const found = await Promise.all(
      names.filter((name) => COPY_NAME.test(name)).map((name) => this.copyOf(name)),
    );
    return found.flatMap((copy) => copy ?? []);
  }

  private async copyOf(name: string): Promise<ArtifactCopy | null> {
    const path = join(this.folder, name);
    try {
      const { files } = manifest.parse(JSON.parse(await readFile(join(path, MANIFEST_FILE), "utf8")));
      return { manifestSha256: name, path, bytes: manifestBytes(files) };
    } catch {
      return null; // being deleted, or damaged: it does not count as a copy
    }
  }
}
