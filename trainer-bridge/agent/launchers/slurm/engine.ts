import type { ProcessResult } from "../../process-run";
import type { Command } from "../types";

/** Runs one command line tool where Slurm's tools are: on this machine, or at the other end of a connection. */
export type SlurmChannel = (command: Command, limitMs: number) => Promise<ProcessResult>;

/** One job as Slurm knows it. */
export interface SlurmJob {
  id: string;
  name: string;
  /** PENDING, RUNNING, COMPLETING, TIMEOUT and so on. */
  state: string;
  nodes: string;
  /** Why it waits or ended, in Slurm's words. */
  reason: string;
}

export type Submitted =
  | { outcome: "submitted"; jobId: string }
  /** It may or may not have been taken: look for the job by its name before trying again. */
  | { outcome: "later"; why: string }
  | { outcome: "refused"; why: string };

const QUICK_LIMIT_MS = 30_000;
/** Above Slurm's own patience with its controller. */
const SUBMIT_LIMIT_MS = 120_000;
/** For how long a name that was asked for is part of the next common question. */
const REMEMBER_MS = 120_000;

/** Trouble that passes: no controller, a slow one, or a limit on how many jobs may wait. */
const PASSES =
  /unable to contact slurm|connect(ion)? (failure|refused|timed)|socket timed out|timed? ?out|zero bytes|transport endpoint|temporarily unable|resource temporarily|MaxSubmitJob|job submit limit|backup controller|communications? (error|failure)|communication connection failure|send\/recv/i;

const said = (ran: ProcessResult) => Buffer.concat([ran.stderr, ran.stdout]).toString("utf8").trim();

/** Slurm by its command line tools. Questions about many jobs become one, asked at most once per `freshMs`. */
export class SlurmEngine {
  private readonly asked = new Map<string, number>();
  private answer: { atMs: number; names: Set<string>; jobs: SlurmJob[] } | null = null;
  private asking: Promise<void> | null = null;
  /** Why Slurm did not answer the latest question; empty if it did. */
  trouble = "";

  constructor(
    private readonly channel: SlurmChannel,
    private readonly freshMs: number,
  ) {}

  /** Submits a batch job. */
  async submit(args: string[]): Promise<Submitted> {
    const ran = await this.channel({ program: "sbatch", args }, SUBMIT_LIMIT_MS);
    // A federation adds ";cluster".
    const jobId = /^(\d+)(;.*)?$/m.exec(ran.stdout.toString("utf8"))?.[1];
    this.answer = null;
    if (ran.exitCode === 0 && jobId) return { outcome: "submitted", jobId };
    const why = said(ran);
    const cut = ran.exitCode === null && !why.includes("ENOENT");
    return { outcome: cut || PASSES.test(why) ? "later" : "refused", why };
  }

  /** The jobs of a name, newest last, that Slurm still knows; null if it does not answer. */
  async jobsNamed(name: string): Promise<SlurmJob[] | null> {
    this.asked.set(name, performance.now());
    const fresh = () =>
      this.answer !== null &&
      performance.now() - this.answer.atMs < this.freshMs &&
      this.answer.names.has(name);
    while (!fresh()) {
      const first = this.asking === null;
      this.asking ??= this.ask().finally(() => {
        this.asking = null;
      });
      await this.asking;
      // Whoever asked itself has its answer, however long that took; who only waited may need a new one.
      if (this.trouble !== "") return null;
      if (first) break;
    }
    return (this.answer?.jobs ?? []).filter((job) => job.name === name);
  }

  /**
   * squeue's own format and not its JSON: that needs a plugin which not every site has, changes between versions,
   * and in some of them lists the whole cluster whatever was asked for.
   */
  private async ask(): Promise<void> {
    const now = performance.now();
    for (const [name, atMs] of this.asked) if (now - atMs > REMEMBER_MS) this.asked.delete(name);
    const names = new Set(this.asked.keys());
    const args = ["--noheader", "--states=all", `--name=${[...names].join(",")}`, "--format=%i|%j|%T|%N|%r"];
    const ran = await this.channel({ program: "squeue", args }, QUICK_LIMIT_MS);
    this.trouble = ran.exitCode === 0 ? "" : said(ran) || "squeue did not end in time";
    if (this.trouble === "") {
      this.answer = { atMs: performance.now(), names, jobs: parseQueue(ran.stdout.toString("utf8")) };
    }
  }

  /** How a job ended by Slurm's books: from the controller while it remembers, then from accounting if there is any. */
  async endOf(job: {
    id: string;
    name: string;
    since: string;
  }): Promise<{ state: string; exitCode: number } | null> {
    const shown = await this.quick("scontrol", "show", "job", "--oneliner", job.id);
    const state = /\bJobState=(\w+)/.exec(shown ?? "")?.[1];
    const code = /\bExitCode=(\d+):\d+/.exec(shown ?? "")?.[1];
    if (state && code) return { state, exitCode: Number(code) };
    const accounted = await this.quick(
      "sacct",
      "--noheader",
      "--parsable2",
      "--allocations",
      `--jobs=${job.id}`,
      `--name=${job.name}`,
      `--starttime=${dayBefore(job.since)}`,
      "--format=State,ExitCode",
    );
    const line = /^(\w+)[^|]*\|(\d+):\d+$/m.exec(accounted ?? "");
    return line?.[1] && line[2] ? { state: line[1], exitCode: Number(line[2]) } : null;
  }

  /** Sends a signal to the batch process, or ends every job of the name if none is given. */
  async cancel(name: string, signal?: "TERM" | "USR2"): Promise<void> {
    const how = signal ? ["--batch", `--signal=${signal}`] : [];
    // Its exit code says nothing: an unknown job is no error for it.
    await this.quick("scancel", "--quiet", ...how, `--name=${name}`);
    this.answer = null;
  }

  private async quick(program: string, ...args: string[]): Promise<string | null> {
    const ran = await this.channel({ program, args }, QUICK_LIMIT_MS);
    return ran.exitCode === 0 ? ran.stdout.toString("utf8") : null;
  }
}

/** Lines of `id|name|state|nodes|reason`, oldest first. */
export function parseQueue(text: string): SlurmJob[] {
  const jobs = text.split("\n").flatMap((line) => {
    const [id, name, state, nodes = "", ...reason] = line.trim().split("|");
    return id && name && state ? [{ id, name, state, nodes, reason: reason.join("|") }] : [];
  });
  return jobs.sort((a, b) => Number(a.id) - Number(b.id));
}

/** sacct reads dates in the cluster's time zone, whichever that is. */
function dayBefore(iso: string): string {
  return new Date(Date.parse(iso) - 86_400_000).toISOString().slice(0, 10);
}
