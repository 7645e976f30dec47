import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { readRecord, runFile } from "../../run-files";
import type { LauncherObservation } from "../types";
import { bringLog, bringOutputs, bringSpool, type RemoteFolder } from "./bring-back";
import { type EndRecord, observationOfEnd, readEnd, writeEnd } from "./records";
import type { RemoteHost } from "./remote-host";

/** Who follows several attempts does not wait longer for one of them; the rest goes on in the background. */
const WAIT_MS = 10_000;

const jobFile = z.looseObject({ jobId: z.string(), outputDir: z.string() });

/**
 * Brings back what an ended attempt left. Its end is told when all of that is here: from then on the remote host
 * is not needed any more.
 */
export class Collector {
  private readonly under = new Map<string, Promise<void>>();
  private readonly stage = new Map<string, string>();
  private readonly trouble = new Map<string, string>();

  constructor(
    private readonly host: RemoteHost,
    private readonly withOutputs: boolean,
  ) {}

  /** The end, or that its records are on their way; what failed is tried again by the next call. */
  async observe(runDir: string, folder: RemoteFolder, end: EndRecord): Promise<LauncherObservation> {
    if (!this.under.has(runDir)) this.under.set(runDir, this.begin(runDir, folder, end));
    const limit = new AbortController();
    const late = sleep(WAIT_MS, undefined, { signal: limit.signal }).catch(() => {});
    await Promise.race([this.under.get(runDir), late]);
    limit.abort();
    const known = readEnd(runDir);
    if (known) return observationOfEnd(known);
    const why = this.trouble.get(runDir);
    const engineState = `ended; bringing back its ${this.stage.get(runDir)}${why ? `: ${why}` : ""}`;
    return { state: "running", exitCode: null, signal: null, pid: null, engineState, error: "" };
  }

  private async begin(runDir: string, folder: RemoteFolder, end: EndRecord): Promise<void> {
    this.stage.set(runDir, "events");
    try {
      await this.bring(runDir, folder);
      writeEnd(runDir, end);
      this.trouble.delete(runDir);
      this.stage.delete(runDir);
    } catch (error) {
      this.trouble.set(runDir, error instanceof Error ? error.message : String(error));
    } finally {
      this.under.delete(runDir);
    }
  }

  private async bring(runDir: string, folder: RemoteFolder): Promise<void> {
    await bringSpool(this.host, folder, runDir);
    this.stage.set(runDir, "output");
    await bringLog(this.host, folder, runDir, "stdout");
    await bringLog(this.host, folder, runDir, "stderr");
    const job = this.withOutputs ? readRecord(runFile(runDir, "job"), jobFile) : null;
    if (!job) return;
    await bringOutputs(this.host, { kind: "jobs", of: job.jobId }, job.outputDir, (done, of) =>
      this.stage.set(runDir, `checkpoints (${done} of ${of} files)`),
    );
  }
}
