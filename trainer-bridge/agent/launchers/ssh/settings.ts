import { homedir } from "node:os";
import { isAbsolute } from "node:path";
import { z } from "zod";

const hostName = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9]([A-Za-z0-9._:-]*[A-Za-z0-9])?$/, "a host name or address, without user and port");
const userName = z
  .string()
  .max(64)
  .regex(/^[A-Za-z_][A-Za-z0-9_.-]*\$?$/, "a user name of the remote host");
const port = z.int().min(1).max(65_535);
const printableText = z.string().regex(/^[^\p{Cc}\p{Cs}]+$/u, "no control characters");

/** Files that ssh's configuration names: there quotes, %, $ and backslashes have meanings of their own. */
const localFile = printableText
  .max(1000)
  .transform((path) => path.replace(/^~(?=\/)/, homedir()))
  .refine((path) => isAbsolute(path) && !/["'%$\\]/.test(path), {
    error: "an absolute path without quotes, percent and dollar signs and backslashes",
  });
const remotePath = printableText.max(1000);

const jumpHost = z.strictObject({
  host: hostName,
  port: port.default(22),
  user: userName.optional(),
});

/** How events get from the remote trainer to the server; the spool is brought back at the end in any case. */
const events = z.discriminatedUnion("way", [
  z.strictObject({
    way: z.literal("direct"),
    serverUrl: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe("the server's address as the remote host knows it; the agent's own if left out"),
  }),
  z.strictObject({
    way: z.literal("tunnel"),
    serverUrl: z.url({ protocol: /^http$/ }).describe("the server's address as this agent knows it"),
    remotePort: port.min(1024).describe("a free port of the remote host's loopback"),
  }),
  z.strictObject({ way: z.literal("collect") }),
]);

export const sshSettings = z.strictObject({
  host: hostName.describe("name or address of the remote host"),
  port: port.default(22),
  user: userName.optional().describe("the user there; the agent's own if left out"),
  identityFile: localFile.optional().describe("private key; the running ssh-agent if left out"),
  jumpHost: jumpHost.optional().describe("a host to go through, with the same key and known hosts"),
  knownHostsFile: localFile.optional().describe("host keys that count; ~/.ssh/known_hosts if left out"),
  remoteDir: remotePath
    .refine((path) => /^(\/|~\/)/.test(path), { error: "must begin with / or ~/" })
    .default("~/.stepwell")
    .describe("folder there for run directories, outputs and the trainer's package"),
  python: remotePath
    .refine((path) => path.startsWith("/") || /^[A-Za-z0-9._-]+$/.test(path), {
      error: "an absolute path, or a program's name without a folder",
    })
    .default("python3")
    .describe("the trainer's Python there"),
  env: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().regex(/^[^\0]*$/))
    .default({})
    .describe("variables for the trainer, such as HF_HOME or CUDA_VISIBLE_DEVICES; no secrets"),
  passEnv: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/))
    .default([])
    .describe("variables of the agent's own environment that the trainer gets, such as HF_TOKEN"),
  events: events.default({ way: "direct" }),
  fetchOutputs: z.boolean().default(false).describe("copy checkpoints to the agent's folder when a job ends"),
  controlPersist: z.int().min(10).max(86_400).default(600).describe("seconds an idle connection stays open"),
  connectSeconds: z.int().min(1).max(120).default(10).describe("patience with a connection that opens"),
  termMs: z.int().min(0).max(600_000).default(10_000).describe("milliseconds between SIGTERM and SIGKILL"),
  pollMs: z.int().min(10).max(60_000).default(2000).describe("milliseconds between looks at the host"),
});
export type SshSettings = z.output<typeof sshSettings>;
