import { existsSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { createExclusively } from "../../durable-file.mjs";
import type { ProcessResult } from "../../process-run";
import { readRecord, runFile } from "../../run-files";
import { assetText } from "../assets";
import { NEVER_STARTED } from "../local-records";
import { readLogs } from "../raw-logs";
import { readRemoteFile } from "../ssh/bring-back";
import { RemoteTrouble } from "../ssh/channel";
import { ranThere } from "../ssh/check-trainer";
import { Collector } from "../ssh/collector";
import { Monitor } from "../ssh/monitor";
import { noteLife } from "../ssh/note-life";
import { type EndRecord, observationOfEnd, readEnd } from "../ssh/records";
import { RemoteHost } from "../ssh/remote-host";
import { remoteJob } from "../ssh/remote-start";
import type { SshSettings } from "../ssh/settings";
import { pythonProgram } from "../supervision/program";
import type { Command, LauncherObservation, LogChunk, LogPosition } from "../types";
import type { BatchLaunch, SlurmPlace } from "./place";
import { claimOf, readSubmission, type SlurmFacts, slurmRecords } from "./records";
import { JOB_PROGRAM, JOB_SCRIPT } from "./sbatch";

const LAY_OUT_LIMIT_MS = 60_000;
/** What a connection may take beyond the command that runs over it. */
const CONNECTION_MS = 15_000;
const WORDS_BYTES = 2000;
const LOG_BYTES = 1_000_000;
const SUBMISSION_FILE = "slurm.json";

const seenThere = z.strictObject({
  attempt: z.string(),
  present: z.boolean(),
  records: z.strictObject({
    "supervisor.json": slurmRecords.claim.nullable(),
    "trainer.json": slurmRecords.trainer.nullable(),
    "paused.json": slurmRecords.paused.nullable(),
    "exit.json": slurmRecords.exit.nullable(),
  }),
  cpuSeconds: z.number().nullable(),
  touchedMs: z.int(),
});
type SeenThere = z.infer<typeof seenThere>;
const statusAnswer = z.strictObject({ attempts: z.array(seenThere) });
const laidOut = z.looseObject({ runDir: z.string() });
const forbidden = z.strictObject({ forbidden: z.boolean() });
const never = z.looseObject({ neverStarted: z.literal(true) });
const named = z.looseObject({ name: z.string().regex(/^stepwell-[A-Za-z0-9_-]+$/) });

/**
 * A login node at the other end of an SSH connection. Run directories lie in its `remoteDir`, which compute nodes
 * see at the same path; this machine needs no file system in common with it. What a job left is brought here before
 * its end is told.
 */
export class RemotePlace implements SlurmPlace {
  readonly address: string;
  readonly host: RemoteHost;
  private readonly monitor: Monitor<SeenThere>;
  private readonly collector: Collector;

  constructor(private readonly settings: SshSettings) {
    this.address = `${settings.host}:${settings.port}:${settings.remoteDir}`;
    this.host = new RemoteHost(settings);
    this.monitor = new Monitor(async (attempts) => {
      const { answer } = await this.host.ask({ op: "batchStatus", body: { attempts } });
      return statusAnswer.parse(answer).attempts;
    }, settings.pollMs / 2);
    this.collector = new Collector(this.host, settings.fetchOutputs);
  }

  /** A login node that does not answer is as a tool that did not end: the question is asked again later. */
  readonly channel = async ({ program, args }: Command, limitMs: number): Promise<ProcessResult> => {
    const env = { LC_ALL: "C", ...this.settings.env };
    const body = { argv: [program, ...args], env, package: null, limitS: limitMs / 1000 };
    try {
      const { answer, payload } = await this.host.ask({ op: "run", body, limitMs: limitMs + CONNECTION_MS });
      const { exitCode, stdoutBytes } = ranThere.parse(answer);
      return { exitCode, stdout: payload.subarray(0, stdoutBytes), stderr: payload.subarray(stdoutBytes) };
    } catch (error) {
      if (!(error instanceof RemoteTrouble)) throw error;
      return { exitCode: null, stdout: Buffer.alloc(0), stderr: Buffer.from(`${this.away(error)}`) };
    }
  };

  known(runDir: string): LauncherObservation | null {
    const end = readEnd(runDir);
    return end && observationOfEnd(end);
  }

  async facts(runDir: string): Promise<SlurmFacts> {
    const submission = readSubmission(runDir);
    const nothing = { claim: null, trainer: null, paused: false, exit: null };
    const base: SlurmFacts = { ...nothing, present: existsSync(runDir), submission, silent: "" };
    if (!base.present) return base;
    if (this.isForbidden(runDir)) return { ...base, claim: "never" };
    if (!submission) return base;
    if (submission.place !== this.address) {
      const silent = `not followed: it was submitted at ${submission.place ?? "this machine"}, and this agent now drives ${this.address}`;
      return { ...base, silent };
    }
    const { facts, trouble, ageMs } = await this.monitor.look(basename(runDir));
    const when = facts ? `last seen ${Math.round(ageMs / 1000)} s ago` : "not seen since this agent started";
    const silent = trouble ? `${when}; ${this.away(trouble)}` : "";
    if (!facts) return { ...base, silent };
    noteLife(runDir, facts.touchedMs);
    return {
      submission,
      silent,
      present: facts.present || submission.jobId === null,
      claim: claimOf(facts.records["supervisor.json"]),
      trainer: facts.records["trainer.json"],
      paused: facts.records["paused.json"] !== null,
      exit: facts.records["exit.json"],
    };
  }

  async layOut(runDir: string, { command, env, requeue, submission }: BatchLaunch) {
    const texts = {
      [JOB_PROGRAM]: pythonProgram("slurm_job"),
      [JOB_SCRIPT]: assetText("slurm/batch.sh"),
      [SUBMISSION_FILE]: JSON.stringify({ name: submission.name }),
    };
    const job = remoteJob(this.settings, { runDir, command, env });
    const body = { ...this.attempt(runDir), ...job, requeue, texts };
    const { answer } = await this.host.askWithPackage({
      op: "batchLayOut",
      body,
      limitMs: LAY_OUT_LIMIT_MS,
    });
    this.monitor.changed(basename(runDir));
    const there = laidOut.parse(answer).runDir;
    return { runDir: there, script: `${there}/${JOB_SCRIPT}` };
  }

  /** While nothing was submitted the slot is here, and no connection is needed to take it. */
  async forbidStart(runDir: string): Promise<boolean> {
    if (!readSubmission(runDir)) {
      const taken = createExclusively(runFile(runDir, "supervisor"), NEVER_STARTED);
      // A start that wrote its intent before it could see the slot taken goes on.
      if (!readSubmission(runDir)) return taken;
    }
    const { answer } = await this.tell(runDir, "forbidStart");
    if (!forbidden.parse(answer).forbidden) return false;
    await this.endLaunch(runDir, { checkpointed: false });
    return true;
  }

  async askToCancel(runDir: string): Promise<void> {
    await this.tell(runDir, "cancel");
  }

  async endLaunch(runDir: string, how: { checkpointed: boolean }): Promise<void> {
    await this.tell(runDir, "batchEnd", how);
  }

  async lastWords(runDir: string): Promise<string> {
    return (await this.read(runDir, "supervisor.log", -WORDS_BYTES)).bytes.toString("utf8").trim();
  }

  async settle(runDir: string, end: LauncherObservation): Promise<LauncherObservation> {
    if (!existsSync(runDir) || !readSubmission(runDir) || this.known(runDir)) return end;
    const seen = await this.collector.observe(runDir, this.attempt(runDir), endRecord(end));
    if (seen.state === "running") return seen;
    this.monitor.forget(basename(runDir));
    return end;
  }

  async abandon(runDir: string): Promise<void> {
    try {
      const { bytes } = await this.read(runDir, SUBMISSION_FILE, 0);
      if (bytes.length === 0) return;
      const { name } = named.parse(JSON.parse(bytes.toString("utf8")));
      await this.tell(runDir, "cancel");
      await this.channel({ program: "scancel", args: ["--quiet", `--name=${name}`] }, CONNECTION_MS);
      this.monitor.forget(basename(runDir));
    } catch (error) {
      if (!(error instanceof RemoteTrouble)) throw error; // without a connection nobody can be told
    }
  }

  async logs(runDir: string, from: LogPosition): Promise<LogChunk> {
    if (readEnd(runDir) || !readSubmission(runDir)) return readLogs(runDir, from);
    const stdout = await this.read(runDir, basename(runFile(runDir, "stdout")), from.stdout);
    const stderr = await this.read(runDir, basename(runFile(runDir, "stderr")), from.stderr);
    return {
      stdout: stdout.bytes,
      stderr: stderr.bytes,
      next: { stdout: stdout.start + stdout.bytes.length, stderr: stderr.start + stderr.bytes.length },
    };
  }

  async cpuSeconds(runDir: string): Promise<number | null> {
    return this.monitor.cpuSeconds(basename(runDir));
  }

  private attempt(runDir: string) {
    return { kind: "attempts" as const, of: basename(runDir) };
  }

  private isForbidden(runDir: string): boolean {
    return readRecord(runFile(runDir, "supervisor"), never) !== null && !readSubmission(runDir)?.jobId;
  }

  private async tell(runDir: string, op: string, more: Record<string, unknown> = {}) {
    const answer = await this.host.ask({ op, body: { ...this.attempt(runDir), ...more } });
    this.monitor.changed(basename(runDir));
    return answer;
  }

  private read(runDir: string, name: string, offset: number) {
    return readRemoteFile(this.host, this.attempt(runDir), { name, offset, limit: LOG_BYTES });
  }

  private away(trouble: RemoteTrouble): string {
    return `${this.settings.host} does not answer: ${trouble.message}`;
  }
}

function endRecord({ state, exitCode, signal, error }: LauncherObservation): EndRecord {
  if (state === "gone") return { gone: error };
  return { exitCode, signal, error, at: new Date().toISOString() };
}
