import { setTimeout as sleep } from "node:timers/promises";
import type { AttemptContext } from "./attempt";
import { AttemptSet } from "./attempt-set";
import { SideWork } from "./chores/side-work";
import { Connection } from "./connection";
import { type ServerClient, ServerError } from "./http";
import { Leasing } from "./leasing";
import type { Log } from "./log";
import { LogOutbox } from "./log-outbox";
import { Reporting } from "./reporting";
import { findHeldAttempts } from "./run-directory";
import type { AgentSettings } from "./settings";
import type { TrainerState } from "./trainer-check";

/** The agent: follows its attempts, reports them, obeys, and leases jobs while there is room. */
export class Agent {
  private readonly attempts: AttemptSet;
  private readonly reporting: Reporting;
  private readonly leasing: Leasing;
  private readonly connection: Connection;
  private wake = new AbortController();

  private loggedReady: boolean | null = null;

  constructor(
    client: ServerClient,
    private readonly settings: AgentSettings,
    private readonly context: Omit<AttemptContext, "changed" | "inputs">,
    private readonly log: Log,
    outbox = new LogOutbox(),
  ) {
    const changed = () => this.wake.abort();
    const read = () => this.attempts.inputFolders();
    const side = new SideWork({ client, dataDir: settings.dataDir, ...context, read, changed });
    this.attempts = new AttemptSet(settings, { ...context, inputs: side.inputs, changed });
    this.reporting = new Reporting(client, settings, { ...context, outbox, side }, this.attempts);
    this.leasing = new Leasing(client, this.attempts, settings.capacity, log);
    this.connection = new Connection(log);
  }

  /** Takes up the attempts that an earlier agent process left, running or ended. */
  adopt(): void {
    const { dataDir, serverUrl } = this.settings;
    this.attempts.adopt((unreadable) => findHeldAttempts(dataDir, serverUrl, unreadable));
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
    if (!this.reporting.setTrainer(state)) return;
    // An installation tells how far it is every second: the server hears it, the log hears what came of it.
    if (state.ready !== this.loggedReady) this.log("trainer-checked", { ready: state.ready });
    this.loggedReady = state.ready;
    this.wake.abort();
  }

  /** How many attempts have a trainer that has not ended. */
  get stillRunning(): number {
    return this.attempts.live().length;
  }

  /** Ends every live attempt; `force` skips the graces. Then tells the server once, if it answers. */
  async stopAll(graceMs: number, force: AbortSignal): Promise<void> {
    await this.attempts.interrupt(graceMs, force);
    await this.reporting
      .report()
      .catch((error: unknown) => this.log("last-report-failed", { why: String(error) }));
  }

  private async pause(): Promise<void> {
    await sleep(this.context.launcher.pollMs, undefined, { signal: this.wake.signal }).catch(() => {});
    if (this.wake.signal.aborted) this.wake = new AbortController();
  }

  private async turn(until: AbortSignal): Promise<void> {
    if (await this.attempts.look()) this.leasing.askSoon();
    await this.attempts.startWaiting();
    if (this.connection.rests) return;
    try {
      await this.talk(until);
      this.connection.answered();
    } catch (error) {
      this.failed(error);
    }
  }

  private async talk(until: AbortSignal): Promise<void> {
    const { reporting, leasing } = this;
    if (reporting.agentId === null || leasing.unanswered) {
      await reporting.register();
      leasing.settled();
    }
    if (reporting.isDue) await reporting.report();
    if (reporting.agentId !== null && reporting.mayLease) await leasing.fill(reporting.agentId, until);
  }

  private failed(error: unknown): void {
    const status = error instanceof ServerError ? error.status : null;
    if (error instanceof ServerError && (status === 401 || status === 403) && !this.reporting.agentId) {
      throw new Error(`The server refuses this agent's token (STEPWELL_AGENT_TOKEN). ${error.message}`);
    }
    if (status === 404) this.reporting.forgetRegistration();
    this.connection.failed(error);
  }
}
