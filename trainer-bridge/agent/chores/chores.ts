import { basename } from "node:path";
import type { Chore, ChoreReport } from "../../../lib/contracts";
import { manifestBytes, manifestFault } from "../../../lib/domain/artifact-manifest";
import type { ArtifactDisk } from "../artifacts/disk";
import type { Library } from "../artifacts/library";
import type { StoreClient } from "../artifacts/store-client";
import type { Log } from "../log";

const MOST_REPORTS = 100;

export interface ChoresContext {
  store: StoreClient;
  library: Library;
  /** Where trainers read and write. */
  disk: ArtifactDisk;
  /** This machine's, where fetched copies lie. */
  ownDisk: ArtifactDisk;
  log: Log;
  /** Folders that attempts here read, as their job.json says. */
  read: () => readonly string[];
  /** Aborted when the agent ends: what was sent so far is taken up after the next start. */
  ending: AbortSignal;
  /** There is something to report. */
  changed: () => void;
}

/** Does what the server asks beside the jobs, one thing after the other, and keeps each report until it was heard. */
export class Chores {
  private readonly waiting: Chore[] = [];
  private readonly reports = new Map<string, ChoreReport>();
  private current: string | null = null;

  constructor(private readonly context: ChoresContext) {}

  /** All open chores, as the server told them; those that are known already are not begun again. */
  take(chores: readonly Chore[]): void {
    const known = new Set([...this.waiting.map(({ id }) => id), ...this.reports.keys(), this.current]);
    const told = new Set(chores.map(({ id }) => id));
    // What the server no longer asks for is not begun.
    const kept = this.waiting.filter(({ id }) => told.has(id));
    this.waiting.splice(0, this.waiting.length, ...kept, ...chores.filter(({ id }) => !known.has(id)));
    if (this.current === null) void this.work();
  }

  /** What ended and was not heard yet. */
  pending(): ChoreReport[] {
    return [...this.reports.values()].slice(0, MOST_REPORTS);
  }

  /** After a heartbeat that carried these. */
  heard(reports: readonly ChoreReport[]): void {
    for (const { id } of reports) this.reports.delete(id);
  }

  get hasNews(): boolean {
    return this.reports.size > 0;
  }

  private async work(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      this.current = next.id;
      const report = await this.attempt(next);
      this.current = null;
      if (this.context.ending.aborted) return;
      this.reports.set(next.id, report);
      this.context.log("chore-ended", { ...report, kind: next.kind });
      this.context.changed();
    }
  }

  private async attempt(chore: Chore): Promise<ChoreReport> {
    const { id, kind, artifact } = chore;
    try {
      const bytes = kind === "upload" ? await this.upload(chore) : await this.remove(artifact.path);
      return { id, ok: true, detail: "", bytes };
    } catch (error) {
      const detail = (error instanceof Error ? error.message : String(error)).slice(0, 4000);
      return { id, ok: false, detail, bytes: 0 };
    }
  }

  private async remove(path: string): Promise<number> {
    const { disk, library, read } = this.context;
    const copy = library.nameOf(path);
    if (copy === null) return disk.remove(path);
    // On another machine the copy has another folder, of the same name.
    if (read().some((folder) => basename(folder) === copy))
      throw new Error("an attempt on this host reads this copy");
    return library.remove(copy, (folder) => disk.drop(folder));
  }

  private async upload({ id, artifact }: Chore): Promise<number> {
    const { disk, ownDisk, library, store, ending, log } = this.context;
    const place = library.nameOf(artifact.path) === null ? disk : ownDisk;
    const fault = manifestFault(artifact.files);
    if (fault) throw new Error(fault);
    log("artifact-sending", { id, path: artifact.path, bytes: manifestBytes(artifact.files) });
    let sent = 0;
    for (const file of artifact.files) {
      const source = await place.open(artifact, file.path);
      try {
        if (source.bytes !== file.bytes)
          throw new Error(`${file.path} has ${source.bytes} bytes, not the ${file.bytes} of its manifest`);
        sent += await store.send(file.sha256, source, ending, () => {});
      } finally {
        await source.close();
      }
    }
    return sent;
  }
}
