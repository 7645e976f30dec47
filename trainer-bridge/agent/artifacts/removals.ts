import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ageMs, folderBytes } from "./file-facts";

/** A fetch that broke off, and a copy that is being deleted. */
const DRAFT_NAME = /^([0-9a-f]{64})\.part$/;
const GONE_NAME = /^([0-9a-f]{64})\.gone$/;
/** A draft is taken up again by the next fetch; so long it waits for one. */
const STALE_DRAFT_MS = 86_400_000;

/** Deletes folders of fetched artifacts, and none that somebody is about to read. */
export class Removals {
  /** How many are about to read each. */
  private readonly held = new Map<string, number>();
  private readonly running = new Map<string, Promise<number>>();

  constructor(private readonly folder: string) {}

  /** Keeps one from being removed until the answered function is called. */
  hold(name: string): () => void {
    this.held.set(name, (this.held.get(name) ?? 0) + 1);
    return () => {
      const left = (this.held.get(name) ?? 1) - 1;
      if (left > 0) this.held.set(name, left);
      else this.held.delete(name);
    };
  }

  /** Until then nobody may look for it, or write it anew. */
  async ended(name: string): Promise<void> {
    await this.running.get(name)?.catch(() => {});
  }

  /** Throws where somebody is about to read it. @returns bytes freed, with those that `elsewhere` freed */
  async remove(name: string, elsewhere: (folder: string) => Promise<number>): Promise<number> {
    if (this.held.has(name)) throw new Error("an attempt on this host is about to read this copy");
    const removal = this.running.get(name) ?? this.discard(name, elsewhere);
    this.running.set(name, removal);
    return removal.finally(() => this.running.delete(name));
  }

  /** Removes what an agent left that ended while it deleted, and drafts that nobody took up again. */
  async tidy(names: readonly string[], isFetched: (name: string) => boolean): Promise<void> {
    for (const name of names) {
      const path = join(this.folder, name);
      const gone = GONE_NAME.exec(name)?.[1];
      const draft = DRAFT_NAME.exec(name)?.[1];
      const isLeft = gone !== undefined && !this.running.has(gone);
      const isStale = draft !== undefined && !isFetched(draft) && (await ageMs(path)) > STALE_DRAFT_MS;
      if (isLeft || isStale) await rm(path, { recursive: true, force: true }).catch(() => {});
    }
  }

  /** It disappears at once: half deleted, it must not pass for whole. */
  private async discard(name: string, elsewhere: (folder: string) => Promise<number>): Promise<number> {
    const [folder, gone] = [join(this.folder, name), join(this.folder, `${name}.gone`)];
    const there = await elsewhere(folder);
    await rm(gone, { recursive: true, force: true });
    if (!(await movedAside(folder, gone))) return there;
    const bytes = await folderBytes(gone);
    await rm(gone, { recursive: true, force: true });
    return there + bytes;
  }
}

/** False if there was nothing to move. */
async function movedAside(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
