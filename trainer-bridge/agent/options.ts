import { availableParallelism, homedir, hostname } from "node:os";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { label } from "../../lib/contracts";
import { LAUNCHER_NAMES, type LauncherName } from "../../lib/contracts/launchers";

const wholeMs = z.coerce.number().int().min(0).max(86_400_000);

const schema = z.strictObject({
  server: z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin),
  launcher: z
    .string()
    .default("local")
    .refine((name): name is LauncherName => LAUNCHER_NAMES.includes(name as LauncherName), {
      error: `must be one of ${LAUNCHER_NAMES.join(", ")}`,
    }),
  "launcher-config": z.string().default("{}").transform(parseJson),
  name: label.default(hostname() || "this-machine"),
  capacity: z.coerce.number().int().min(1).max(1024).default(availableParallelism()),
  data: z
    .string()
    .min(1)
    .transform((path) => resolve(path)),
  python: z
    .string()
    .min(1)
    .default(process.env.STEPWELL_PYTHON || `${homedir()}/.cache/stepwell/python/bin/python`),
  "on-exit": z.enum(["keep", "stop"]).default("keep"),
  "grace-ms": wholeMs.default(60_000),
  "exit-grace-ms": wholeMs.default(15_000),
  "hang-ms": wholeMs.default(15 * 60_000),
});
export type AgentOptions = z.output<typeof schema>;

export const USAGE = `stepwell-agent start | stop | status | logs [-n LINES] | upgrade | uninstall
  what is done with an agent that was installed with the command of the Hosts page

stepwell-agent --version

stepwell-agent --server URL --data DIR [options]
  the agent itself, told everything by its options

  --server URL          where Stepwell runs
  --data DIR            folder for run directories and the outputs of jobs
  --name NAME           this host's name (default: its hostname)
  --launcher NAME       ${LAUNCHER_NAMES.join(" | ")} (default: local)
  --launcher-config J   the launcher's own settings, as JSON
  --capacity N          jobs at the same time (default: one per core)
  --python FILE         the trainer's Python (default: $STEPWELL_PYTHON, or ~/.cache/stepwell/python)
  --on-exit keep|stop   what becomes of running jobs when the agent ends (default: keep)
  --grace-ms N          time a cancelled trainer has to write its checkpoint (default: 60000)
  --exit-grace-ms N     the same when the agent ends with --on-exit stop (default: 15000)
  --hang-ms N           report a trainer without any sign of life for this long (default: 900000)

The agent's token comes from the environment: STEPWELL_AGENT_TOKEN.`;

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "must be JSON" });
    return z.NEVER;
  }
}

/** Reads the command line. Throws an Error with one line for each option that is wrong. */
export function parseOptions(argv: readonly string[]): AgentOptions {
  const options = Object.fromEntries(
    Object.keys(schema.shape).map((name) => [name, { type: "string" as const }]),
  );
  const { values } = parseArgs({ args: [...argv], options, strict: true });
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new Error(
    parsed.error.issues.map((issue) => `--${issue.path.join(".")}: ${issue.message}`).join("\n"),
  );
}
