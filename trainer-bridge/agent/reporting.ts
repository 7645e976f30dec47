import type { HostUsage } from "../../lib/contracts";
import { isCurrentAgent } from "../../lib/domain/agent-version";
import type { AttemptSet } from "./attempt-set";
import type { SideWork } from "./chores/side-work";
import { hostFacts } from "./host-facts";
import { UsageSampler } from "./host-usage";
import type { ServerClient } from "./http";
import type { Launcher } from "./launchers/types";
import type { Log } from "./log";
import type { LogOutbox } from "./log-outbox";
import { obey } from "./orders";
import type { AgentSettings } from "./settings";
import type { TrainerState } from "./trainer-check";

const MAX_OBSERVATIONS = 1024;
const MAX_REFUSED = 64;
/** How often it looks whether facts of the host (free disk, use of GPUs) have changed. */
const FACTS_MS = 30_000;
/** How often it measures what keeps the host busy. */
const USAGE_MS = 30_000;
/** Soon, so that a new host is not without figures for half a minute. */
const FIRST_USAGE_MS = 2000;

export interface ReportingContext {
  launcher: Launcher;
  env: NodeJS.ProcessEnv;
  log: Log;
  outbox: LogOutbox;
  side: SideWork;
}

/** Tells the server who this agent is and what it sees, and hears the server's orders. */
export class Reporting {
  private id: string | null = null;
  private heartbeatMs = 10_000;
  private heartbeatAtMs = 0;
  private heard = false;
  private trainer: TrainerState = { ready: false, detail: "not checked yet" };
  private trainerNews = true;
  private facts: Record<string, string> = {};
  private toldFacts = "";
  private factsAtMs = 0;
  private readonly sampler: UsageSampler;
  private usageAtMs = performance.now() + FIRST_USAGE_MS;
  /** Measured and not told yet. */
  private usage: HostUsage | null = null;

  constructor(
    private readonly client: ServerClient,
    private readonly settings: AgentSettings,
    private readonly context: ReportingContext,
    private readonly attempts: AttemptSet,
  ) {
    this.sampler = new UsageSampler(settings.dataDir, context.env);
  }

  /** By which the server knows this agent; null until it has registered. */
  get agentId(): string | null {
    return this.id;
  }

  /** No lease before the server has heard what runs here: else it might hand out the same job again. */
  get mayLease(): boolean {
    return this.trainer.ready && this.heard;
  }

  /** What the trainer's check found. True if that is news. */
  setTrainer(state: TrainerState): boolean {
    if (state.ready === this.trainer.ready && state.detail === this.trainer.detail) return false;
    this.trainer = state;
    this.trainerNews = true;
    return true;
  }

  /** The server does not know this agent any more (a new database): it has to introduce itself again. */
  forgetRegistration(): void {
    this.id = null;
  }

  async register(): Promise<void> {
    const { name, launcherName, capacity, dataDir, version } = this.settings;
    const trainer = this.trainer;
    await this.readFacts();
    const facts = this.facts;
    const { agentId, hostId, heartbeatMs, versions } = await this.client.register({
      hostName: name,
      launcher: launcherName,
      capacity,
      version,
      facts,
      dataDir,
      trainer,
      attempts: this.attempts.ids(),
    });
    this.toldFacts = JSON.stringify(facts);
    this.context.side.forgetTold();
    this.id = agentId;
    this.heartbeatMs = heartbeatMs;
    this.heartbeatAtMs = 0;
    // The check may have ended while the request was on its way.
    this.trainerNews = this.trainer !== trainer;
    this.context.log("registered", { agentId, hostId, heartbeatMs });
    if (versions && !isCurrentAgent(version, versions))
      this.context.log("other-version", { agent: version, ...versions });
  }

  private get hasNews(): boolean {
    return this.attempts.hasNews || this.context.side.hasNews;
  }

  get isDue(): boolean {
    return performance.now() >= this.heartbeatAtMs || this.trainerNews || this.hasNews;
  }

  async report(): Promise<void> {
    if (this.id === null) return;
    const observed = this.attempts
      .all()
      .slice(0, MAX_OBSERVATIONS - MAX_REFUSED)
      .map((attempt) => ({
        attempt,
        observation: attempt.observation(),
        settled: attempt.isSettled,
      }));
    const refused = this.attempts.refused().slice(0, MAX_REFUSED);
    const trainer = this.trainerNews ? this.trainer : null;
    // Not waited for: reports keep leases alive.
    if (performance.now() >= this.factsAtMs) void this.readFacts();
    if (performance.now() >= this.usageAtMs) void this.measureUsage();
    const { facts, usage } = this;
    const log = this.context.outbox.next();
    const factsText = JSON.stringify(facts);
    const side = await this.context.side.report();
    const answer = await this.client.heartbeat(this.id, {
      observations: [...observed.map((one) => one.observation), ...refused],
      trainer,
      log: log.lines,
      ...side,
      ...(factsText !== this.toldFacts && { facts }),
      ...(usage && { usage }),
    });
    this.toldFacts = factsText;
    log.told();
    this.context.side.heard(side, answer);
    if (this.usage === usage) this.usage = null;
    if (trainer === this.trainer) this.trainerNews = false;
    for (const { attemptId } of refused) this.attempts.forgetRefused(attemptId);
    for (const { attempt, observation } of observed) attempt.heard(observation);
    this.heartbeatAtMs = performance.now() + this.heartbeatMs;
    this.heard = true;
    obey(answer, this.attempts, this.settings.graceMs);
    for (const attempt of this.attempts.all()) if (!attempt.isForgotten) attempt.mayStart = true;
    for (const { attempt, settled } of observed) if (settled) this.attempts.close(attempt);
  }

  /** Measures what keeps the host busy: where the work is done, if the launcher can tell. */
  private async measureUsage(): Promise<void> {
    this.usageAtMs = performance.now() + USAGE_MS;
    try {
      const { launcher } = this.context;
      this.usage = await (launcher.hostUsage?.() ?? this.sampler.sample());
    } catch (error) {
      this.context.log("usage-unknown", { why: String(error) });
    }
  }

  /** Reads the host's facts; a broken nvidia-smi may take its time. */
  private async readFacts(): Promise<void> {
    this.factsAtMs = performance.now() + FACTS_MS;
    const { launcher, env } = this.context;
    const own = () => hostFacts(this.settings.dataDir, env);
    this.facts = await (launcher.hostFacts?.(own) ?? own());
  }
}
