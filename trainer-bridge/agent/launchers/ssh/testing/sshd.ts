import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { homedir, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { eventually } from "../../../testing/agent-process";

const CACHE = join(homedir(), ".cache", "stepwell", "sshd");

export interface Sshd {
  port: number;
  user: string;
  identityFile: string;
  knownHostsFile: string;
  /** Ends the listening server and every open connection, but nothing that was left running by one. */
  cut(): Promise<void>;
  /** Listens again, on the same port and with the same keys. */
  listen(): Promise<void>;
  /** Stops every process of the server without closing anything, as a network does that swallows packets. */
  freeze(): void;
  thaw(): void;
  /** How many times a key was accepted. */
  accepted(): number;
  /** Makes a key pair and returns its path; the host accepts only its own user's key. */
  strangerKey(): string;
  close(): Promise<void>;
}

export interface SshdProgram {
  path: string;
  libraries: string;
}

/** Debian's packages, unpacked into a cache and not installed: no service is started on anybody's machine. */
function unpackSshd(): SshdProgram {
  const path = join(CACHE, "usr/sbin/sshd");
  if (!existsSync(path)) {
    mkdirSync(CACHE, { recursive: true });
    execFileSync("apt-get", ["download", "openssh-server", "libwrap0"], { cwd: CACHE, stdio: "pipe" });
    for (const name of readdirSync(CACHE).filter((file) => file.endsWith(".deb"))) {
      execFileSync("dpkg", ["-x", join(CACHE, name), CACHE], { stdio: "pipe" });
    }
  }
  const triplets = readdirSync(join(CACHE, "usr/lib")).map((name) => join(CACHE, "usr/lib", name));
  return { path, libraries: triplets.join(":") };
}

/** As root, sshd separates its privileges with the help of a user and a folder that its package would create. */
function prepareForRoot(): void {
  if (userInfo().uid !== 0) return;
  mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  if (/^sshd:/m.test(readFileSync("/etc/passwd", "utf8"))) return;
  const flags = ["--system", "--no-create-home", "--home-dir", "/run/sshd", "--shell", "/usr/sbin/nologin"];
  execFileSync("useradd", [...flags, "sshd"], { stdio: "pipe" });
}

function findSshd(): SshdProgram {
  prepareForRoot();
  const program = existsSync("/usr/sbin/sshd") ? { path: "/usr/sbin/sshd", libraries: "" } : unpackSshd();
  execFileSync(program.path, ["-V"], { env: sshdEnv(program), stdio: "ignore" });
  return program;
}

function sshdEnv({ libraries }: SshdProgram): NodeJS.ProcessEnv {
  return libraries === "" ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries };
}

/** A program to run, or the reason for which these tests cannot run on this machine. */
export function sshdOrReason(): { program: SshdProgram } | { reason: string } {
  try {
    execFileSync("ssh", ["-V"], { stdio: "ignore" });
    return { program: findSshd() };
  } catch (error) {
    return { reason: `sshd cannot be had here: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** A port of the loopback that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

function makeKey(path: string): string {
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path]);
  return path;
}

function writeConfig(folder: string, port: number): string {
  const path = join(folder, "sshd_config");
  const lines = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${join(folder, "host_key")}`,
    `AuthorizedKeysFile ${join(folder, "user_key.pub")}`,
    `PidFile ${join(folder, "sshd.pid")}`,
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "UsePAM no",
    "StrictModes no",
    "MaxStartups 100",
    "MaxSessions 100",
    "",
  ];
  writeFileSync(path, lines.join("\n"));
  return path;
}

/** The processes that a process has started, and theirs, as far as they keep its session's descent. */
function descendants(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter(Boolean);
  return children.flatMap((child) => [Number(child), ...descendants(Number(child))]);
}

/** Starts the real OpenSSH server on the loopback, with keys of its own. */
export async function startSshd(program: SshdProgram): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-sshd-"));
  const port = await freePort();
  const hostKey = makeKey(join(folder, "host_key"));
  const identityFile = makeKey(join(folder, "user_key"));
  const knownHostsFile = join(folder, "known_hosts");
  writeFileSync(knownHostsFile, `[127.0.0.1]:${port} ${readFileSync(`${hostKey}.pub`, "utf8")}`);
  const config = writeConfig(folder, port);
  let server: ChildProcess | null = null;
  let said = "";
  let strangers = 0;

  const listen = async () => {
    const started = spawn(program.path, ["-D", "-e", "-f", config], {
      env: sshdEnv(program),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let heard = "";
    started.stderr.on("data", (bytes: Buffer) => {
      heard += bytes.toString();
      said += bytes.toString();
    });
    server = started;
    await eventually("sshd listens", () => {
      if (started.exitCode !== null) throw new Error(`sshd ended: ${heard}`);
      return heard.includes("Server listening");
    });
  };
  const signalAll = (name: NodeJS.Signals) => {
    const pid = server?.pid;
    for (const each of pid ? [pid, ...descendants(pid)] : []) {
      try {
        process.kill(each, name);
      } catch {
        // it ended with the one before
      }
    }
  };
  const cut = async () => {
    const ending = server;
    if (!ending?.pid || ending.exitCode !== null) return;
    const gone = new Promise((resolve) => ending.once("exit", resolve));
    signalAll("SIGKILL");
    await gone;
  };
  await listen();
  return {
    port,
    user: userInfo().username,
    identityFile,
    knownHostsFile,
    cut,
    listen,
    freeze: () => signalAll("SIGSTOP"),
    thaw: () => signalAll("SIGCONT"),
    accepted: () => said.split("Accepted publickey").length - 1,
    strangerKey: () => makeKey(join(folder, `stranger_${++strangers}`)),
    close: async () => {
      await cut();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
