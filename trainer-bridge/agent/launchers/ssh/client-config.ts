import { createHash } from "node:crypto";
import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { writeAtomic } from "../../durable-file.mjs";
import type { SshSettings } from "./settings";

/** The only names on ssh's command line; what they stand for is in the file below. */
export const TARGET = "stepwell-target";
const JUMP = "stepwell-jump";

interface Server {
  host: string;
  port: number;
  user?: string | undefined;
}

const quoted = (path: string) => `"${path}"`;

function hostBlock(alias: string, { host, port, user }: Server): string[] {
  return [`Host ${alias}`, `  HostName ${host}`, `  Port ${port}`, ...(user ? [`  User ${user}`] : [])];
}

function tunnel({ events }: SshSettings): string[] {
  if (events.way !== "tunnel") return [];
  const { hostname, port } = new URL(events.serverUrl);
  return [`  RemoteForward 127.0.0.1:${events.remotePort} ${hostname}:${port || "80"}`];
}

/**
 * ssh's whole configuration, as text. It takes the place of the user's own, so that a setting there cannot loosen
 * what is asked here; ssh hands it on to the jump host's connection, which so has the same keys and strictness.
 * Every value was held against its pattern in settings.ts.
 */
export function clientConfig(settings: SshSettings, socket: string): string {
  const { jumpHost, identityFile, knownHostsFile } = settings;
  return [
    ...hostBlock(TARGET, settings),
    ...(jumpHost ? [`  ProxyJump ${JUMP}`] : []),
    "  ControlMaster auto",
    `  ControlPath ${quoted(socket)}`,
    `  ControlPersist ${settings.controlPersist}`,
    ...tunnel(settings),
    ...(jumpHost ? hostBlock(JUMP, jumpHost) : []),
    "Host *",
    "  BatchMode yes",
    "  StrictHostKeyChecking yes",
    "  UpdateHostKeys no",
    ...(knownHostsFile
      ? [`  UserKnownHostsFile ${quoted(knownHostsFile)}`, "  GlobalKnownHostsFile none"]
      : []),
    ...(identityFile ? [`  IdentityFile ${quoted(identityFile)}`, "  IdentitiesOnly yes"] : []),
    `  ConnectTimeout ${settings.connectSeconds}`,
    "  ServerAliveInterval 10",
    "  ServerAliveCountMax 3",
    "  ForwardAgent no",
    "  ForwardX11 no",
    "  PermitLocalCommand no",
    "  RequestTTY no",
    "  EscapeChar none",
    "  LogLevel ERROR",
    "",
  ].join("\n");
}

/** A folder that is ours alone: whoever can reach the socket in it can use the connection. */
function privateFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const seen = lstatSync(path);
  if (!seen.isDirectory() || seen.uid !== userInfo().uid || (seen.mode & 0o077) !== 0) {
    throw new Error(`${path} must be a folder of this user's own, closed to others (mode 0700)`);
  }
  return path;
}

/** Writes the configuration and returns its path. Settings that are the same share one connection. */
export function writeClientConfig(settings: SshSettings): string {
  const base = process.env.XDG_RUNTIME_DIR || tmpdir();
  const digest = createHash("sha256").update(JSON.stringify(settings)).digest("hex");
  // The kernel allows about 100 bytes for a socket's path, and ssh adds 17.
  const folder = join(privateFolder(join(base, `stepwell-ssh-${userInfo().uid}`)), digest.slice(0, 12));
  privateFolder(folder);
  const path = join(folder, "config");
  writeAtomic(path, clientConfig(settings, join(folder, "s")), 0o600);
  return path;
}
