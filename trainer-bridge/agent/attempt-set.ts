import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptObservation, Lease } from "../../lib/contracts";
import { inputOf } from "./artifacts/inputs";
import { Attempt, type AttemptContext } from "./attempt";
import { type findHeldAttempts, prepareRunDir } from "./run-directory";
import type { AgentSettings } from "./settings";
import { unpreparedObservation } from "./unprepared";

type Found = ReturnType<typeof findHeldAttempts>;

/** Every attempt this host holds, whatever became of it. */
export class AttemptSet {
  private readonly attempts = new Map<string, Attempt>();
  /** Attempts of which there is a run directory that cannot be understood: something may still run there. */
  private readonly unreadable = new Set<string>();
  /** Leases whose run directory could not be written: reported once, then gone. */
  private readonly unprepared = new Map<string, AttemptObservation>();

  constructor(
    private readonly settings: Pick<AgentSettings, "dataDir" | "serverUrl">,
    private readonly context: AttemptContext,
  ) {}

  /** Takes up the attempts that an earlier agent process left, running or ended. */
  adopt(find: (unreadable: (runDir: string, why: string) => void) => Found): void {
    const unreadable = (runDir: string, why: string) => {
      this.unreadable.add(basename(runDir));
      this.context.log("run-directory-unreadable", { runDir, why });
    };
    for (const held of find(unreadable)) {
      this.attempts.set(held.attemptId, new Attempt(held, this.context, false));
      this.context.log("attempt-adopted", { attemptId: held.attemptId, jobId: held.spec.jobId });
    }
  }

  all(): Attempt[] {
    return [...this.attempts.values()];
  }

  get(attemptId: string): Attempt | undefined {
    return this.attempts.get(attemptId);
  }

  /** Attempts whose trainer has not ended. */
  live(): Attempt[] {
    return this.all().filter((attempt) => !attempt.hasEnded);
  }

  /** Where attempts read that have not ended, on the machine that their trainers run on. */
  inputFolders(): string[] {
    return this.live().flatMap(({ held }) => inputOf(held.spec)?.path ?? []);
  }

  /** Ids of all that is on this disk or still has to be told of. */
  ids(): string[] {
    return [...this.attempts.keys(), ...this.unprepared.keys(), ...this.unreadable];
  }

  /** Looks at each. True if one has ended since the last look. */
  async look(): Promise<boolean> {
    let oneEnded = false;
    for (const attempt of this.attempts.values()) {
      const ended = attempt.hasEnded;
      await attempt
        .look()
        .catch((error: unknown) =>
          this.context.log("look-failed", { attemptId: attempt.id, why: String(error) }),
        );
      oneEnded ||= !ended && attempt.hasEnded;
    }
    return oneEnded;
  }

  /** Two trainers never write one job's folder: a new attempt waits until the job's older one has ended. */
  async startWaiting(): Promise<void> {
    for (const attempt of this.attempts.values()) {
      if (!attempt.waitsToStart) continue;
      const older = this.live().some((other) => other !== attempt && other.jobId === attempt.jobId);
      if (!older) await attempt.start();
    }
  }

  /** Writes the lease's run directory and starts its trainer. Throws if the directory cannot be written. */
  async take(lease: Lease): Promise<void> {
    const held = prepareRunDir(this.settings.dataDir, lease, this.settings.serverUrl);
    const attempt = new Attempt(held, this.context, true);
    this.attempts.set(attempt.id, attempt);
    await attempt.look();
    await this.startWaiting();
  }

  /** Keeps a lease that could not be prepared until the server has heard of it. */
  refuse(lease: Lease, why: string): void {
    this.context.log("lease-unprepared", { attemptId: lease.attemptId, why });
    this.unprepared.set(lease.attemptId, unpreparedObservation(lease, this.settings.dataDir, why));
  }

  refused(): AttemptObservation[] {
    return [...this.unprepared.values()];
  }

  forgetRefused(attemptId: string): void {
    this.unprepared.delete(attemptId);
  }

  close(attempt: Attempt): void {
    attempt.close();
    this.attempts.delete(attempt.id);
  }

  /** Whether there is something that the server should hear of now. */
  get hasNews(): boolean {
    return this.unprepared.size > 0 || this.all().some((attempt) => attempt.hasNews);
  }

  /** Ends every live attempt; `force` skips the graces. Resolves when nothing of them is left to send, or in time. */
  async interrupt(graceMs: number, force: AbortSignal): Promise<void> {
    await Promise.all(this.live().map((attempt) => attempt.interrupt(graceMs, force)));
    await this.look();
    await Promise.race([
      Promise.all(this.all().map((attempt) => attempt.idle())),
      sleep(graceMs, undefined, { signal: force }).catch(() => {}),
    ]);
  }
}
