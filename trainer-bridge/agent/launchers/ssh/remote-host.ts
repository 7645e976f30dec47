import { existsSync } from "node:fs";
import { Backoff } from "../../backoff";
import { askRemote, type Channel, dropConnection, type RemoteAnswer, RemoteTrouble } from "./channel";
import { writeClientConfig } from "./client-config";
import type { SshSettings } from "./settings";
import { trainerPackage } from "./trainer-package";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;
const ANSWER_LIMIT_MS = 30_000;
const PACKAGE_LIMIT_MS = 120_000;

export interface Ask {
  op: string;
  body?: Record<string, unknown>;
  payload?: Buffer;
  limitMs?: number;
}

/** The remote host: sends requests, and leaves a host that does not answer alone for a while. */
export class RemoteHost {
  private readonly backoff = new Backoff(FIRST_WAIT_MS, LONGEST_WAIT_MS);
  private silentUntilMs = 0;
  private trouble: RemoteTrouble | null = null;
  private channel: Channel | null = null;

  constructor(private readonly settings: SshSettings) {}

  /** One request. Throws a RemoteTrouble; while the host is left alone, the latest one at once. */
  async ask({ op, body = {}, payload, limitMs = ANSWER_LIMIT_MS }: Ask): Promise<RemoteAnswer> {
    if (this.trouble && performance.now() < this.silentUntilMs) throw this.trouble;
    const channel = this.open();
    const rooted = { root: this.settings.remoteDir, ...body };
    try {
      const answer = await askRemote(channel, { op, body: rooted, limitMs, ...(payload && { payload }) });
      this.answered();
      return answer;
    } catch (error) {
      if (!(error instanceof RemoteTrouble)) throw error;
      if (error.kind === "failed") this.answered();
      else await this.leaveAlone(channel, error);
      throw error;
    }
  }

  /** A request that runs the trainer: its package goes to the host first if that lacks it. */
  async askWithPackage(ask: Ask): Promise<RemoteAnswer> {
    const trainer = trainerPackage();
    const body = { ...ask.body, package: trainer?.version ?? null };
    const first = await this.ask({ ...ask, body });
    if (!trainer || !lacksPackage(first.answer)) return first;
    const place = { package: trainer.version };
    await this.ask({ op: "putPackage", body: place, payload: trainer.archive, limitMs: PACKAGE_LIMIT_MS });
    return this.ask({ ...ask, body });
  }

  private open(): Channel {
    if (!this.channel || !existsSync(this.channel.configFile)) {
      const { python, jumpHost } = this.settings;
      this.channel = { configFile: writeClientConfig(this.settings), python, jumps: jumpHost !== undefined };
    }
    return this.channel;
  }

  private answered(): void {
    this.trouble = null;
    this.backoff.reset();
  }

  /** A shared connection that is dead without knowing it would fail every later request as well. */
  private async leaveAlone(channel: Channel, trouble: RemoteTrouble): Promise<void> {
    this.trouble = trouble;
    this.silentUntilMs = performance.now() + this.backoff.next();
    await dropConnection(channel);
  }
}

function lacksPackage(answer: unknown): boolean {
  return (
    typeof answer === "object" && answer !== null && "needsPackage" in answer && answer.needsPackage === true
  );
}
