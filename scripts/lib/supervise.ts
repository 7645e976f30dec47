import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, renameSync, statSync } from "node:fs";
import { endGroup, identify } from "./processes";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A child that lived this long starts with a short wait again. */
const STEADY_MS = 60_000;
const LOG_LIMIT_BYTES = 10_000_000;

/** How long to wait before start number `failures + 1` of a child that keeps dying. */
export function backoffMs(failures: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, failures - 1));
}

export interface ChildPlan {
  name: string;
  /** Program and arguments; never a shell line. */
  command: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  log: string;
  /** How long it may take to end after SIGTERM. */
  graceMs: number;
  onStart(pid: number): void;
  say(text: string): void;
}

/** Keeps one log file from growing for ever: what is too long becomes `.1`. */
export function rotateLog(file: string, limit = LOG_LIMIT_BYTES): void {
  if (existsSync(file) && statSync(file).size > limit) renameSync(file, `${file}.1`);
}

/** A child that is started again, with growing pauses, for as long as nobody asked it to stop. */
export class SupervisedChild {
  private child: ChildProcess | null = null;
  private failures = 0;
  private startedAt = 0;
  private timer: NodeJS.Timeout | null = null;
  private stopping = false;

  constructor(private readonly plan: ChildPlan) {}

  start(): this {
    rotateLog(this.plan.log);
    const log = openSync(this.plan.log, "a", 0o600);
    const [program = "", ...args] = this.plan.command;
    // A group of its own: Ctrl-C in the terminal must not reach children in an order of its own choosing.
    const child = spawn(program, args, {
      cwd: this.plan.cwd,
      env: this.plan.env,
      stdio: ["ignore", log, log],
      detached: true,
    });
    closeSync(log);
    this.child = child;
    this.startedAt = Date.now();
    child.once("error", (error) => this.ended(error.message));
    child.once("exit", (code, signal) => this.ended(signal ?? `exit ${code}`));
    if (child.pid !== undefined) this.plan.onStart(child.pid);
    return this;
  }

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  private ended(how: string): void {
    this.child = null;
    if (this.stopping || this.timer) return;
    this.failures = Date.now() - this.startedAt > STEADY_MS ? 1 : this.failures + 1;
    const wait = backoffMs(this.failures);
    this.plan.say(
      `${this.plan.name} ended (${how}); it starts again in ${wait / 1000} s. Log: ${this.plan.log}`,
    );
    this.timer = setTimeout(() => {
      this.timer = null;
      this.start();
    }, wait);
  }

  /** Ends it for good; a second call waits for nothing and kills. */
  async stop(force = false): Promise<void> {
    this.stopping = true;
    if (this.timer) clearTimeout(this.timer);
    const who = this.pid === null ? null : identify(this.pid);
    if (who) await endGroup(who, force ? 0 : this.plan.graceMs);
  }
}
