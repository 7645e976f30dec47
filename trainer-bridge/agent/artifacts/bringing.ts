import { setTimeout as sleep } from "node:timers/promises";
import type { HeldAttempt } from "../run-directory";
import { DiskAway } from "./disk";
import type { AttemptInputs, Missing } from "./inputs";

/** When a machine that did not answer is asked again. */
const AWAY_MS = 2000;

/** What one attempt reads, on its way to the disk where its trainer runs; in the background, so that reports go on. */
export class Bringing {
  private state: "not-begun" | "under-way" | "done" = "not-begun";
  private missing: Missing | null = null;
  private readonly dropped = new AbortController();

  constructor(
    private readonly held: HeldAttempt,
    private readonly inputs: AttemptInputs,
    private readonly ending: AbortSignal,
  ) {}

  get hasBegun(): boolean {
    return this.state !== "not-begun";
  }

  get isUnderWay(): boolean {
    return this.state === "under-way";
  }

  /** What is on its way and how far it is; empty where nothing is. */
  get words(): string {
    return this.missing ? this.inputs.words(this.missing) : "";
  }

  /** Nobody wants it any more. */
  drop(): void {
    this.dropped.abort();
  }

  /** Ends when all of it is here, or nobody wants it; a machine that is away is asked again. Throws what stays wrong. */
  async begin(): Promise<void> {
    this.state = "under-way";
    const signal = AbortSignal.any([this.ending, this.dropped.signal]);
    while (!signal.aborted && this.state !== "done") {
      try {
        await this.bring(signal);
        this.state = "done";
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof DiskAway)) throw error;
        await sleep(AWAY_MS, undefined, { signal }).catch(() => {});
      }
    }
  }

  private async bring(signal: AbortSignal): Promise<void> {
    this.missing = await this.inputs.missing(this.held);
    if (this.missing) await this.inputs.bring(this.held, this.missing, signal);
    this.missing = null;
  }
}
