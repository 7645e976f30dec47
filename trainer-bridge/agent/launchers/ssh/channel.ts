import { spawn } from "node:child_process";
import { printable } from "../../printable";
import { pythonProgram } from "../supervision/program";
import { TARGET } from "./client-config";

const HELPER = Buffer.from(pythonProgram("remote_helper"));

/**
 * The remote command, always this text. The remote login shell reads it, so it is plain in sh, csh and fish; which
 * Python to run comes in by standard input, then the helper's text, then the request.
 */
const REMOTE_COMMAND = `exec /bin/sh -c 'IFS= read -r p && exec "$p" -ISc "import sys;exec(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())))"'`;

const ANSWER_MARK = Buffer.from("stepwell-answer ");
const SSH_FAILED = 255;
const CLOSE_LIMIT_MS = 2000;

/**
 * `unreachable`: try again later; `refused`: somebody has to mend the settings or the host; `failed`: the host
 * answered and could not do it.
 */
export class RemoteTrouble extends Error {
  constructor(
    readonly kind: "unreachable" | "refused" | "failed",
    message: string,
  ) {
    super(message);
    this.name = "RemoteTrouble";
  }
}

export interface RemoteAnswer {
  answer: unknown;
  payload: Buffer;
}

export interface Channel {
  configFile: string;
  /** The interpreter of the helper on the remote host. */
  python: string;
  /** Whether a jump host stands before it. */
  jumps: boolean;
}

export interface RemoteRequest {
  op: string;
  body?: Record<string, unknown>;
  payload?: Buffer;
  limitMs: number;
}

/** Runs one request on the remote host by OpenSSH's own client. Every failure is a RemoteTrouble. */
export async function askRemote(channel: Channel, request: RemoteRequest): Promise<RemoteAnswer> {
  const { op, body = {}, payload = Buffer.alloc(0), limitMs } = request;
  const line = JSON.stringify({ ...body, op, payload: payload.length });
  const lines = [
    Buffer.from(`${channel.python}\n${HELPER.length}\n`),
    HELPER,
    Buffer.from(`${line}\n`),
    payload,
  ];
  const ran = await runSsh(["-F", channel.configFile, TARGET, REMOTE_COMMAND], Buffer.concat(lines), limitMs);
  try {
    return understand(ran, channel, limitMs);
  } catch (error) {
    if (!channel.jumps || ran.exitCode !== SSH_FAILED) throw error;
    throw (await troubleOnTheWay(channel, limitMs)) ?? error;
  }
}

/** A connection that is to stay open says nothing of what its jump host said: asks once more without that. */
async function troubleOnTheWay(channel: Channel, limitMs: number): Promise<RemoteTrouble | null> {
  const alone = ["-o", "ControlPath=none", "-o", "ControlPersist=no"];
  const ran = await runSsh(["-F", channel.configFile, ...alone, TARGET, "exit 0"], Buffer.alloc(0), limitMs);
  return ran.exitCode === 0 ? null : troubleOf(ran.exitCode, ran.stderr, channel.python, limitMs);
}

/** Ends the shared connection, so that the next request opens a new one. */
export async function dropConnection({ configFile }: Channel): Promise<void> {
  await runSsh(["-F", configFile, "-O", "exit", TARGET], Buffer.alloc(0), 5000);
}

interface SshRun {
  exitCode: number | null;
  stdout: Buffer;
  stderr: string;
}

/** ssh needs no secret of the agent's: only its user's home and keys. */
function sshEnv(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { NODE_ENV: process.env.NODE_ENV };
  for (const name of ["PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK", "TMPDIR"]) {
    if (process.env[name]) env[name] = process.env[name];
  }
  return env;
}

function runSsh(args: readonly string[], input: Buffer, limitMs: number): Promise<SshRun> {
  const child = spawn("ssh", args, { env: sshEnv(), stdio: "pipe" });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (bytes: Buffer) => out.push(bytes));
  child.stderr.on("data", (bytes: Buffer) => err.push(bytes));
  child.stdin.on("error", () => {}); // it ended before it had read everything; its exit says why
  child.stdin.end(input);
  const limit = setTimeout(() => child.kill("SIGKILL"), limitMs);
  return new Promise((resolve) => {
    let failure = "";
    const finish = (exitCode: number | null) => {
      clearTimeout(limit);
      const stderr = printable(Buffer.concat(err)).trim() || failure;
      resolve({ exitCode, stdout: Buffer.concat(out), stderr });
    };
    child.once("error", (error) => {
      failure = error.message;
      if (child.pid === undefined) finish(SSH_FAILED);
    });
    // A connection that stays open in the background may keep the pipes open longer than the client lives.
    child.once("exit", (exitCode) => setTimeout(() => finish(exitCode), CLOSE_LIMIT_MS).unref());
    child.once("close", finish);
  });
}

function understand(
  { exitCode, stdout, stderr }: SshRun,
  { python }: Channel,
  limitMs: number,
): RemoteAnswer {
  // What the remote shell's start-up files say stands before the mark.
  const mark = stdout.indexOf(ANSWER_MARK);
  const end = stdout.indexOf(0x0a, mark);
  if (mark < 0 || end < 0) throw troubleOf(exitCode, stderr, python, limitMs);
  const line = JSON.parse(stdout.subarray(mark + ANSWER_MARK.length, end).toString("utf8"));
  const payload = stdout.subarray(end + 1);
  if (payload.length !== line.payload) throw troubleOf(exitCode, "the answer was cut off", python, limitMs);
  if (!line.ok) throw new RemoteTrouble("failed", `the remote host could not do it. ${line.error}`);
  return { answer: line.answer, payload };
}

function troubleOf(exitCode: number | null, stderr: string, python: string, limitMs: number): RemoteTrouble {
  const said = stderr.slice(-1000);
  if (/host key|HOST IDENTIFICATION/i.test(stderr)) {
    const advice = "Compare the host's key with its administrator's, then put it into the known hosts file.";
    return new RemoteTrouble("refused", `the host's key is not the known one. ${advice} ${said}`);
  }
  if (/Permission denied|Too many authentication failures/i.test(stderr)) {
    return new RemoteTrouble("refused", `the host does not accept the key. ${said}`);
  }
  if (/Bad owner or permissions|no such identity|not accessible|Bad configuration/i.test(stderr)) {
    return new RemoteTrouble("refused", `ssh cannot use these settings. ${said}`);
  }
  if (exitCode === 126 || exitCode === 127) {
    return new RemoteTrouble("refused", `the host cannot run ${python}. ${said}`);
  }
  if (exitCode === null)
    return new RemoteTrouble("unreachable", `no answer within ${limitMs / 1000} s. ${said}`);
  return new RemoteTrouble("unreachable", said || `ssh ended with ${exitCode} and without an answer`);
}
