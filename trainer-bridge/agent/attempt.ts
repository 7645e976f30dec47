import type { AttemptObservation, JobKind } from "../../lib/contracts";
import { EXIT_NOT_STARTED } from "../../lib/domain/lease-times";
import { Bringing } from "./artifacts/bringing";
import type { AttemptInputs } from "./artifacts/inputs";
import { drainSpool } from "./drain";
import { diskSentence, failureDetail } from "./failure-detail";
import { asInterrupted, markInterrupted } from "./interruption";
import type { Launcher, LauncherObservation } from "./launchers/types";
import type { Log } from "./log";
import { closeRunDir, type HeldAttempt } from "./run-directory";
import { attemptEnv, trainerCommand } from "./trainer-command";
import { lastTouched, Watchdog } from "./watchdog";

/** Everything an attempt needs from its agent. */
export interface AttemptContext {
  launcher: Launcher;
  /** Brings here what an attempt reads. */
  inputs: AttemptInputs;
  python: string;
  env: NodeJS.ProcessEnv;
  log: Log;
  /** Without a sign of life for this long an attempt is reported as hanging. */
  hangMs: number;
  /** How long a forgotten attempt's spool may keep us busy. */
  forgetDrainMs: number;
  /** Aborted when the agent ends: drains stop, their rest is sent after the next start. */
  ending: AbortSignal;
  /** Something changed that the server should hear of now. */
  changed: () => void;
}

/** One attempt on this host: follows its launcher, sends its spool when it has ended, and tells the server's words. */
export class Attempt {
  private seen: LauncherObservation | null = null;
  private startError = "";
  private detail = "";
  private drained = false;
  private drainTrouble = "";
  private draining: Promise<void> | null = null;
  private stopping: Promise<void> | null = null;
  private readonly bringing: Bringing;
  private readonly dropDrain = new AbortController();
  private readonly watchdog = new Watchdog();
  private nextWatchMs = 0;
  private silentMs = 0;
  private forgotten = false;
  /** What the server has heard of this attempt, to see what it has not. */
  private reported = "";

  constructor(
    readonly held: HeldAttempt,
    private readonly context: AttemptContext,
    /** An adopted attempt may start only after the server confirmed that it is still ours. */
    public mayStart: boolean,
  ) {
    this.bringing = new Bringing(held, context.inputs, context.ending);
  }

  get id(): string {
    return this.held.attemptId;
  }

  get jobId(): string {
    return this.held.spec.jobId;
  }

  get kind(): JobKind {
    return this.held.spec.kind;
  }

  get hasEnded(): boolean {
    return this.startError !== "" || this.seen?.state === "exited" || this.seen?.state === "gone";
  }

  get isForgotten(): boolean {
    return this.forgotten;
  }

  get waitsToStart(): boolean {
    if (this.hasEnded || this.stopping || this.bringing.isUnderWay) return false;
    return this.mayStart && this.seen?.state === "unstarted";
  }

  /** Looks at the launcher; on the end of the trainer begins to send what it left. */
  async look(): Promise<void> {
    if (!this.hasEnded) {
      this.seen = this.understand(await this.context.launcher.observe(this.held.runDir));
      if (this.hasEnded) await this.noteEnd(this.seen);
      else await this.watch();
    }
    if (this.hasEnded && !this.drained) this.draining ??= this.drain();
  }

  /**
   * Brings here what the trainer reads, and when it is called again after that, starts it. A failure is reported as the
   * attempt's end.
   */
  async start(): Promise<void> {
    if (!this.bringing.hasBegun) return void this.prepare();
    const { launcher, python, env, log } = this.context;
    const { runDir, token, spec } = this.held;
    try {
      await launcher.start(
        runDir,
        trainerCommand(launcher.trainerPython ?? python, "run", runDir),
        attemptEnv(env, token, spec.threads),
        spec.launch,
      );
      log("attempt-started", { attemptId: this.id, jobId: this.jobId, kind: this.kind, name: spec.name });
    } catch (error) {
      this.cannotStart(error);
    }
    await this.look();
  }

  private cannotStart(error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.startError = [diskSentence(this.held.spec.outputDir, why), why].filter(Boolean).join("\n");
    this.detail = this.startError.slice(0, 19_000);
    this.context.log("attempt-not-started", { attemptId: this.id, why: this.startError });
  }

  /** Brings here what it reads; then it waits to start again. */
  private async prepare(): Promise<void> {
    await this.bringing.begin().catch((error: unknown) => this.cannotStart(error));
    this.context.changed();
  }

  /**
   * Ends it because the agent ends. If it has to be killed for that, nothing is wrong with it: it counts as gone,
   * to be resumed, and not as a trainer that crashed. A file says so, for the agent may not live to report it.
   */
  async interrupt(graceMs: number, signal: AbortSignal): Promise<void> {
    if (!this.stopping) markInterrupted(this.held.runDir);
    await this.stop(graceMs, signal);
  }

  /** Asks it to end; once. `signal` cuts the waiting short. */
  stop(graceMs: number, signal?: AbortSignal): Promise<void> {
    if (this.stopping) return this.stopping;
    this.bringing.drop();
    this.context.log("attempt-stopping", { attemptId: this.id, graceMs });
    this.stopping = this.context.launcher.stop(this.held.runDir, { graceMs, signal }).then(
      () => this.context.changed(),
      (error: unknown) => {
        this.context.log("attempt-does-not-stop", { attemptId: this.id, why: String(error) });
        this.stopping = null;
      },
    );
    return this.stopping;
  }

  /** The server says it is not ours: ends it, sends what can be sent within a bound, then closes. */
  forget(graceMs: number): void {
    if (this.forgotten || this.isSettled) return;
    this.forgotten = true;
    this.context.log("attempt-forgotten", { attemptId: this.id });
    if (!this.hasEnded) void this.stop(graceMs);
    setTimeout(() => this.dropDrain.abort(), this.context.forgetDrainMs).unref();
  }

  /** Whether nothing is left to do once the server has heard the latest observation. */
  get isSettled(): boolean {
    return this.hasEnded && (this.drained || (this.forgotten && this.dropDrain.signal.aborted));
  }

  /** Closes the run directory: it is not looked at again. */
  close(): void {
    closeRunDir(this.held.runDir, this.forgotten ? "the server no longer counts on it" : "reported");
    this.context.log("attempt-closed", { attemptId: this.id, drained: this.drained });
  }

  /** Ends when no drain of this attempt runs any more. */
  async idle(): Promise<void> {
    await this.draining;
  }

  /** In the contract's words. */
  observation(): AttemptObservation {
    const seen = this.seen;
    const state = this.startError !== "" ? "exited" : (seen?.state ?? "starting");
    return {
      attemptId: this.id,
      state: state === "unstarted" ? "starting" : state,
      exitCode: this.startError !== "" ? EXIT_NOT_STARTED : (seen?.exitCode ?? null),
      signal: seen?.signal ?? null,
      pid: seen?.pid ?? null,
      engineState: this.engineState().slice(0, 200),
      detail: this.detail,
      drained: this.drained,
    };
  }

  /** Whether the server has not heard the latest yet. */
  get hasNews(): boolean {
    return this.reported !== newsOf(this.observation());
  }

  /** After a heartbeat that carried this observation. */
  heard(observation: AttemptObservation): void {
    this.reported = newsOf(observation);
  }

  private engineState(): string {
    const own = this.seen?.engineState ?? "";
    if (this.hasEnded) return this.drainTrouble === "" || this.drained ? own : `${own}; ${this.drainTrouble}`;
    if (this.bringing.words !== "" && !this.stopping) return this.bringing.words;
    if (this.stopping) return `${own}; stopping`;
    if (this.silentMs < this.context.hangMs) return own;
    return `${own}; no sign of life for ${Math.floor(this.silentMs / 60_000)} min`;
  }

  /** What was seen to run cannot be unstarted: somebody is removing its run directory. */
  private understand(seen: LauncherObservation): LauncherObservation {
    const ranBefore = this.seen !== null && this.seen.state !== "unstarted";
    if (!ranBefore || seen.state !== "unstarted") return asInterrupted(this.held.runDir, seen);
    return { ...seen, state: "gone", engineState: "gone", error: "its run directory was removed" };
  }

  private async noteEnd(seen: LauncherObservation): Promise<void> {
    const { log, launcher } = this.context;
    log("attempt-ended", {
      attemptId: this.id,
      exitCode: seen.exitCode,
      signal: seen.signal,
      state: seen.state,
    });
    if (seen.exitCode !== 0) this.detail = await failureDetail(launcher, this.held.runDir, seen);
  }

  private async watch(): Promise<void> {
    const now = performance.now();
    if (this.seen?.state !== "running" || now < this.nextWatchMs) return;
    this.nextWatchMs = now + Math.min(30_000, this.context.hangMs / 10);
    const wasSilent = this.silentMs >= this.context.hangMs;
    this.silentMs = this.watchdog.note({
      atMs: now,
      touchedAtMs: lastTouched(this.held.runDir),
      cpuSeconds: await this.context.launcher.cpuSeconds(this.held.runDir),
    });
    if (!wasSilent && this.silentMs >= this.context.hangMs) {
      this.context.log("attempt-hangs", { attemptId: this.id, silentMs: Math.round(this.silentMs) });
    }
  }

  private async drain(): Promise<void> {
    const { python, env, ending, log, changed } = this.context;
    const signal = AbortSignal.any([ending, this.dropDrain.signal]);
    const onLeft = (why: string) => {
      this.drainTrouble = why;
      log("spool-left", { attemptId: this.id, why });
    };
    this.drained = await drainSpool(this.held, { python, env, signal, onLeft });
    changed();
  }
}

function newsOf(observation: AttemptObservation): string {
  const { state, exitCode, signal, pid, engineState, drained } = observation;
  return JSON.stringify([
    state,
    exitCode,
    signal,
    pid,
    engineState.replace(/\d+ min|[\d.]+ of [\d.]+ MiB/, ""),
    drained,
  ]);
}
