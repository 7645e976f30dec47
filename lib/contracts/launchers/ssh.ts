import { z } from "zod";
import type { LauncherContract } from "./definition";
import { setting } from "./describe";
import { serverUrlThere } from "./server-url";
import { pollMs, termMs } from "./timing";

const hostName = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?$/, "a host name or address, without user and port");
const userName = z
  .string()
  .max(64)
  .regex(/^[A-Za-z_][A-Za-z0-9_.-]*\$?$/, "a user name of the remote host");
const port = setting(z.int().min(1).max(65_535), { title: "Port" });
const printableText = z.string().regex(/^[^\p{Cc}\p{Cs}]+$/u, "no control characters");
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "the name of a variable");

/** A file of the agent's machine that ssh's configuration names: there quotes, %, $ and backslashes have meanings. */
const localFile = z
  .string()
  .max(1000)
  .regex(/^(~(?=\/)|(?=\/))[^"'%$\\\p{Cc}\p{Cs}]*$/u, {
    error:
      "an absolute path (or one that begins with ~/) without quotes, percent and dollar signs and backslashes",
  });
const remotePath = printableText.max(1000);

const jumpHost = z.strictObject({
  host: setting(hostName, { title: "Host" }),
  port: port.default(22),
  user: setting(userName.optional(), { title: "User" }),
});

/** How another machine is reached over OpenSSH: also what a launcher needs that drives its engine's tools there. */
export const sshConnection = z.strictObject({
  host: setting(hostName, { title: "Host", description: "name or address of the remote host" }),
  port: port.default(22),
  user: setting(userName.optional(), {
    title: "User",
    description: "the user there; the agent's own if left out",
  }),
  identityFile: setting(localFile.optional(), {
    title: "Private key",
    description: "private key; the running ssh-agent if left out",
  }),
  jumpHost: setting(jumpHost.optional(), {
    title: "Jump host",
    description: "a host to go through, with the same key and known hosts",
  }),
  knownHostsFile: setting(localFile.optional(), {
    title: "Known hosts",
    description: "host keys that count; ~/.ssh/known_hosts if left out",
  }),
  controlPersist: setting(z.int().min(10).max(86_400).default(600), {
    title: "Keep the connection",
    description: "seconds an idle connection stays open",
    unit: "s",
    advanced: true,
  }),
  connectSeconds: setting(z.int().min(1).max(120).default(10), {
    title: "Connect within",
    description: "patience with a connection that opens",
    unit: "s",
    advanced: true,
  }),
});

/** How events get from the remote trainer to the server; the spool is brought back at the end in any case. */
export const directEvents = z.strictObject({
  way: z.literal("direct").meta({ title: "The host reaches the server" }),
  serverUrl: serverUrlThere,
});
export const collectedEvents = z.strictObject({
  way: z.literal("collect").meta({ title: "Collected by the agent" }),
});
const events = z.discriminatedUnion("way", [
  directEvents,
  z.strictObject({
    way: z.literal("tunnel").meta({ title: "Through the SSH connection" }),
    serverUrl: setting(z.url({ protocol: /^http$/ }), {
      title: "Server's address here",
      description: "the server's address as this agent knows it",
    }),
    remotePort: setting(port.min(1024), {
      title: "Port there",
      description: "a free port of the remote host's loopback",
    }),
  }),
  collectedEvents,
]);

const env = setting(z.record(variable, z.string().regex(/^[^\0]*$/)), {
  title: "Environment variables",
  description: "variables for the trainer, such as HF_HOME or CUDA_VISIBLE_DEVICES; no secrets",
});

const sshJob = z.strictObject({ env }).partial();

/** Where an agent that comes over SSH keeps its files, and what it runs there. */
export const sshPlace = sshConnection.extend({
  remoteDir: setting(
    remotePath.regex(/^(\/|~\/)/, { error: "must begin with / or ~/" }).default("~/.stepwell"),
    {
      title: "Folder there",
      description: "folder there for run directories, outputs and the trainer's package",
    },
  ),
  python: setting(
    remotePath
      .regex(/^(\/|[A-Za-z0-9._-]+$)/, { error: "an absolute path, or a program's name without a folder" })
      .default("python3"),
    { title: "Python there", description: "the trainer's Python there" },
  ),
  env: env.default({}),
  passEnv: setting(z.array(variable).default([]), {
    title: "Variables to pass on",
    description: "variables of the agent's own environment that the trainer gets, such as HF_TOKEN",
  }),
  fetchOutputs: setting(z.boolean().default(false), {
    title: "Fetch outputs",
    description: "copy checkpoints to the agent's folder when a job ends",
  }),
});

const sshConfig = sshPlace.extend({
  events: setting(events.default({ way: "direct" }), {
    title: "Events",
    description: "how events get from the trainer to the server",
  }),
  termMs: termMs.default(10_000),
  pollMs: setting(pollMs(10, 60_000).default(2000), {
    title: "Look every",
    description: "milliseconds between looks at the host",
    unit: "ms",
    advanced: true,
  }),
});
export type SshConfig = z.output<typeof sshConfig>;

export const SSH = {
  name: "ssh",
  title: "Another machine over SSH",
  summary:
    "The agent runs here; trainers are processes of another machine that only needs sshd and a Python.",
  config: sshConfig,
  job: sshJob,
} satisfies LauncherContract;
