/** A stop asked for by Ctrl-C or SIGTERM: not a failure. */
export class StopRequested extends Error {
  constructor() {
    super("stop requested");
  }
}

/** npm hands a Ctrl-C on that the terminal has delivered already: twins within this time are one wish. */
const TWIN_MS = 700;

type Step = { name: string; stop(force: boolean): Promise<void> };

/**
 * Stops everything exactly once, last started first. The first signal asks politely, a second one forces.
 */
export class Shutdown {
  private readonly steps: Step[] = [];
  private readonly aborter = new AbortController();
  private firstAt = 0;
  private forced = false;
  private running: Promise<void> | null = null;

  constructor(private readonly say: (text: string) => void) {}

  /** Aborted the moment a stop is asked for: what is under way (a build, an installation) ends. */
  get signal(): AbortSignal {
    return this.aborter.signal;
  }

  add(name: string, stop: Step["stop"]): void {
    this.steps.push({ name, stop });
  }

  listen(): void {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => this.request(name));
  }

  private request(name: NodeJS.Signals): void {
    const now = Date.now();
    if (this.firstAt === 0) {
      this.firstAt = now;
      this.say(name === "SIGINT" ? "\nStopping … (Ctrl-C again to force)" : "Stopping …");
      this.aborter.abort(new StopRequested());
      return;
    }
    if (now - this.firstAt < TWIN_MS || this.forced) return;
    this.forced = true;
    this.say("Forcing …");
    for (const step of [...this.steps].reverse()) void step.stop(true).catch(() => {});
  }

  /** Runs the steps; later calls wait for the same run. */
  run(): Promise<void> {
    this.running ??= this.runOnce();
    return this.running;
  }

  private async runOnce(): Promise<void> {
    if (!this.aborter.signal.aborted) this.aborter.abort(new StopRequested());
    for (const step of [...this.steps].reverse()) {
      try {
        await step.stop(this.forced);
      } catch (error) {
        this.say(`${step.name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  /** Resolves when a stop is asked for. */
  async requested(): Promise<void> {
    if (this.signal.aborted) return;
    await new Promise<void>((resolve) =>
      this.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
  }
}
