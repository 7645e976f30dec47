import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptObservation, HeartbeatAnswer, Lease } from "../../lib/contracts";
import { jobKind } from "../../lib/contracts";
import { Attempt, type AttemptContext } from "./attempt";
import { Backoff } from "./backoff";
import { hostFacts } from "./host-facts";
import { type ServerClient, ServerError } from "./http";
import type { Log } from "./log";
import { findHeldAttempts, prepareRunDir } from "./run-directory";
import type { TrainerState } from "./trainer-check";
import { unpreparedObservation } from "./unprepared";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A forgotten attempt's trainer was told to stop by the server's answers to its events as well. */
const FORGET_GRACE_MS = 5000;
const MAX_OBSERVATIONS = 1024;
/** How often it looks whether facts of the host (free disk, use of GPUs) have changed. */
const FACTS_MS = 30_000;

export interface AgentSettings {
  name: string;
  launcherName: string;
  capacity: number;
  dataDir: string;
  serverUrl: string;
  graceMs: number;
  version: string;
}

/** The agent: follows its attempts, reports them, obeys, and leases jobs while there is room. */
export class Agent {
  private readonly attempts = new Map<string, Attempt>();
  /** Attempts of which there is a run directory that cannot be understood: something may still run there. */
  private readonly unreadable = new Set<string>();
  /** Leases whose run directory could not be written: reported once, then gone. */
  private readonly unprepared = new Map<string, AttemptObservation>();
  private readonly backoff = new Backoff(FIRST_WAIT_MS, LONGEST_WAIT_MS);
  private agentId: string | null = null;
  private heartbeatMs = 10_000;
  private heartbeatAtMs = 0;
  private leaseAtMs = 0;
  private silentUntilMs = 0;
  private away = false;
  /** No lease before the server has heard what runs here: else it might hand out the same job again. */
  private reportedOnce = false;
  private trainer: TrainerState = { ready: false, detail: "not checked yet" };
  private trainerNews = true;
  private facts: Record<string, string> = {};
  private toldFacts = "";
  private factsAtMs = 0;
  private noLeaseReason = "";
  /** Of a lease that got no answer nobody knows whether it was given: registering anew gives it back. */
  private leaseUnanswered = false;
  private wake = new AbortController();

  constructor(
    private readonly client: ServerClient,
    private readonly settings: AgentSettings,
    private readonly context: Omit<AttemptContext, "changed">,
    private readonly log: Log,
  ) {}

  /** Takes up the attempts that an earlier agent process left, running or ended. */
  adopt(): void {
    const unreadable = (runDir: string, why: string) => {
      this.unreadable.add(basename(runDir));
      this.log("run-directory-unreadable", { runDir, why });
    };
    for (const held of findHeldAttempts(this.settings.dataDir, this.settings.serverUrl, unreadable)) {
      this.attempts.set(held.attemptId, this.follow(held, false));
      this.log("attempt-adopted", { attemptId: held.attemptId, jobId: held.spec.jobId });
    }
  }

  /** Works until aborted. */
  async run(until: AbortSignal): Promise<void> {
    until.addEventListener("abort", () => this.wake.abort(), { once: true });
    while (!until.aborted) {
      await this.turn(until);
      if (!until.aborted) await this.pause();
    }
  }

  /** What the trainer's check found; leases begin when it is ready. */
  setTrainer(state: TrainerState): void {
    if (state.ready === this.trainer.ready && state.detail === this.trainer.detail) return;
    this.trainer = state;
    this.trainerNews = true;
    this.log("trainer-checked", { ready: state.ready });
    this.wake.abort();
  }

  /** Attempts whose trainer has not ended. */
  live(): Attempt[] {
    return [...this.attempts.values()].filter((attempt) => !attempt.hasEnded);
  }

  /** Ends every live attempt; `force` skips the graces. Then tells the server once, if it answers. */
  async stopAll(graceMs: number, force: AbortSignal): Promise<void> {
    await Promise.all(this.live().map((attempt) => attempt.interrupt(graceMs, force)));
    await this.look();
    await Promise.race([
      Promise.all([...this.attempts.values()].map((attempt) => attempt.idle())),
      sleep(graceMs, undefined, { signal: force }).catch(() => {}),
    ]);
    await this.report().catch((error: unknown) => this.log("last-report-failed", { why: String(error) }));
  }

  private follow(held: Attempt["held"], mayStart: boolean): Attempt {
    return new Attempt(held, { ...this.context, changed: () => this.wake.abort() }, mayStart);
  }

  private async pause(): Promise<void> {
    await sleep(this.context.launcher.pollMs, undefined, { signal: this.wake.signal }).catch(() => {});
    if (this.wake.signal.aborted) this.wake = new AbortController();
  }

  private async turn(until: AbortSignal): Promise<void> {
    await this.look();
    await this.startWaiting();
    if (performance.now() < this.silentUntilMs) return;
    try {
      if (this.agentId === null || this.leaseUnanswered) await this.register();
      if (this.reportIsDue()) await this.report();
      await this.leaseWhileRoom(until);
      this.serverAnswered();
    } catch (error) {
      this.serverFailed(error);
    }
  }

  private async look(): Promise<void> {
    for (const attempt of this.attempts.values()) {
      const ended = attempt.hasEnded;
      await attempt
        .look()
        .catch((error: unknown) => this.log("look-failed", { attemptId: attempt.id, why: String(error) }));
      if (!ended && attempt.hasEnded) this.leaseAtMs = 0;
    }
  }

  /** Two trainers never write one job's folder: a new attempt waits until the job's older one has ended. */
  private async startWaiting(): Promise<void> {
    for (const attempt of this.attempts.values()) {
      if (!attempt.waitsToStart) continue;
      const older = this.live().some((other) => other !== attempt && other.jobId === attempt.jobId);
      if (!older) await attempt.start();
    }
  }

  private async register(): Promise<void> {
    const { name, launcherName, capacity, dataDir, version } = this.settings;
    const trainer = this.trainer;
    await this.readFacts();
    const facts = this.facts;
    const answer = await this.client.register({
      hostName: name,
      launcher: launcherName,
      capacity,
      version,
      facts,
      dataDir,
      trainer,
      attempts: [...this.attempts.keys(), ...this.unprepared.keys(), ...this.unreadable],
    });
    this.toldFacts = JSON.stringify(facts);
    this.agentId = answer.agentId;
    this.leaseUnanswered = false;
    this.heartbeatMs = answer.heartbeatMs;
    this.heartbeatAtMs = 0;
    // The check may have ended while the request was on its way.
    this.trainerNews = this.trainer !== trainer;
    this.log("registered", {
      agentId: answer.agentId,
      hostId: answer.hostId,
      heartbeatMs: answer.heartbeatMs,
    });
  }

  /** Reads the host's facts; a broken nvidia-smi may take its time. */
  private async readFacts(): Promise<void> {
    this.factsAtMs = performance.now() + FACTS_MS;
    const { launcher, env } = this.context;
    this.facts = await (launcher.hostFacts?.() ?? hostFacts(this.settings.dataDir, env));
  }

  private reportIsDue(): boolean {
    if (performance.now() >= this.heartbeatAtMs || this.trainerNews || this.unprepared.size > 0) return true;
    return [...this.attempts.values()].some((attempt) => attempt.hasNews);
  }

  private async report(): Promise<void> {
    if (this.agentId === null) return;
    const attempts = [...this.attempts.values()].slice(0, MAX_OBSERVATIONS - 64);
    const observed = attempts.map((attempt) => ({
      attempt,
      observation: attempt.observation(),
      settled: attempt.isSettled,
    }));
    const lost = [...this.unprepared.values()].slice(0, 64);
    const trainer = this.trainerNews ? this.trainer : null;
    // Not waited for: reports keep leases alive.
    if (performance.now() >= this.factsAtMs) void this.readFacts();
    const facts = this.facts;
    const factsText = JSON.stringify(facts);
    const observations = [...observed.map((one) => one.observation), ...lost];
    const answer = await this.client.heartbeat(this.agentId, {
      observations,
      trainer,
      log: [],
      chores: [],
      ...(factsText !== this.toldFacts && { facts }),
    });
    this.toldFacts = factsText;
    if (trainer === this.trainer) this.trainerNews = false;
    for (const { attemptId } of lost) this.unprepared.delete(attemptId);
    for (const { attempt, observation } of observed) attempt.heard(observation);
    this.heartbeatAtMs = performance.now() + this.heartbeatMs;
    this.reportedOnce = true;
    this.obey(answer);
    for (const attempt of this.attempts.values()) if (!attempt.isForgotten) attempt.mayStart = true;
    for (const { attempt, settled } of observed) if (settled) this.close(attempt);
  }

  private obey(answer: HeartbeatAnswer): void {
    for (const { attemptId, order } of answer.orders) {
      const attempt = this.attempts.get(attemptId);
      if (!attempt) continue;
      if (order === "forget") attempt.forget(Math.min(FORGET_GRACE_MS, this.settings.graceMs));
      else if (!attempt.hasEnded) void attempt.stop(this.settings.graceMs);
    }
  }

  private close(attempt: Attempt): void {
    attempt.close();
    this.attempts.delete(attempt.id);
  }

  private async leaseWhileRoom(until: AbortSignal): Promise<void> {
    const agentId = this.agentId;
    if (agentId === null || !this.trainer.ready || !this.reportedOnce) return;
    while (
      !until.aborted &&
      this.live().length < this.settings.capacity &&
      performance.now() >= this.leaseAtMs
    ) {
      const running = this.live().map((attempt) => attempt.id);
      this.leaseUnanswered = true;
      const answer = await this.client.lease(agentId, { kinds: [...jobKind.options], running });
      this.leaseUnanswered = false;
      this.hearReason(answer.reason);
      if (answer.lease) await this.take(answer.lease);
      else this.leaseAtMs = performance.now() + answer.retryAfterMs;
    }
  }

  /** Why there is no job is said once, not every second. */
  private hearReason(reason: string): void {
    if (reason !== "" && reason !== this.noLeaseReason) this.log("no-lease", { reason });
    this.noLeaseReason = reason;
  }

  private async take(lease: Lease): Promise<void> {
    this.log("leased", {
      attemptId: lease.attemptId,
      jobId: lease.jobId,
      kind: lease.spec.kind,
      resume: lease.resume,
    });
    try {
      const held = prepareRunDir(this.settings.dataDir, lease, this.settings.serverUrl);
      const attempt = this.follow(held, true);
      this.attempts.set(attempt.id, attempt);
      await attempt.look();
      await this.startWaiting();
    } catch (error) {
      this.refuse(lease, error instanceof Error ? error.message : String(error));
    }
  }

  private refuse(lease: Lease, why: string): void {
    this.log("lease-unprepared", { attemptId: lease.attemptId, why });
    this.unprepared.set(lease.attemptId, unpreparedObservation(lease, this.settings.dataDir, why));
    // A disk that is full now will be full in a moment as well.
    this.leaseAtMs = performance.now() + LONGEST_WAIT_MS;
  }

  private serverAnswered(): void {
    if (this.away) this.log("server-answers-again");
    this.away = false;
    this.backoff.reset();
  }

  /** Nothing that goes wrong here may end the following of what runs: it is said, and tried again later. */
  private serverFailed(error: unknown): void {
    const known = error instanceof ServerError ? error : null;
    if (known && (known.status === 401 || known.status === 403) && this.agentId === null) {
      throw new Error(`The server refuses this agent's token (STEPWELL_AGENT_TOKEN). ${known.message}`);
    }
    // An agent that the server no longer knows (a new database) introduces itself again.
    if (known?.status === 404) this.agentId = null;
    const waitMs = this.backoff.next(known?.retryAfterMs);
    this.silentUntilMs = performance.now() + waitMs;
    const why = known
      ? known.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
    if (!this.away || !known?.retryable) this.log("no-answer", { why, nextTryMs: Math.round(waitMs) });
    this.away = true;
  }
}
