import type { HeartbeatAnswer, HeartbeatRequest } from "../../../lib/contracts";
import { localDisk } from "../artifacts/disk";
import { AttemptInputs } from "../artifacts/inputs";
import { Library } from "../artifacts/library";
import { StoreClient } from "../artifacts/store-client";
import type { ServerClient } from "../http";
import type { Launcher } from "../launchers/types";
import type { Log } from "../log";
import { Chores } from "./chores";

export interface SideWorkContext {
  client: ServerClient;
  dataDir: string;
  launcher: Launcher;
  log: Log;
  /** Folders that attempts here read. */
  read: () => readonly string[];
  ending: AbortSignal;
  /** There is something to report. */
  changed: () => void;
}

/** What this agent tells of its chores and of the artifacts that it fetched. */
export type SideReport = Pick<HeartbeatRequest, "chores" | "copies">;

/** What an agent does with files beside its jobs: it fetches what they read, and does the server's chores. */
export class SideWork {
  readonly inputs: AttemptInputs;
  private readonly library: Library;
  private readonly chores: Chores;
  private toldCopies = "";

  constructor({ client, dataDir, launcher, ...rest }: SideWorkContext) {
    const store = new StoreClient(client);
    const ownDisk = localDisk(dataDir);
    const disk = launcher.disk ?? ownDisk;
    this.library = new Library(dataDir, store, rest.log);
    this.inputs = new AttemptInputs(this.library, disk);
    this.chores = new Chores({ store, library: this.library, disk, ownDisk, ...rest });
  }

  get hasNews(): boolean {
    return this.chores.hasNews;
  }

  /** For the next heartbeat. */
  async report(): Promise<SideReport> {
    const copies = await this.library.copies();
    const isNews = JSON.stringify(copies) !== this.toldCopies;
    return { chores: this.chores.pending(), ...(isNews && { copies }) };
  }

  /** After a heartbeat that carried it. */
  heard({ chores, copies }: SideReport, answer: HeartbeatAnswer): void {
    if (copies) this.toldCopies = JSON.stringify(copies);
    this.chores.heard(chores);
    this.chores.take(answer.chores);
  }

  /** A server that this agent registers with knows nothing of it. */
  forgetTold(): void {
    this.toldCopies = "";
  }
}
