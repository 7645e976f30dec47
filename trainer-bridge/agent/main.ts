import { installedRun, RefusedToken } from "./installed/run";
import { VERBS } from "./installed/verbs";
import { type AgentOptions, parseOptions, USAGE } from "./options";
import { type AgentRun, runAgent } from "./run-agent";
import { agentVersion } from "./source-files";

const EXIT_USAGE = 64;
const EXIT_TROUBLE = 1;

async function work(run: AgentRun): Promise<number> {
  await runAgent(run);
  return 0;
}

async function runWithOptions(argv: readonly string[]): Promise<number> {
  const token = process.env.STEPWELL_AGENT_TOKEN ?? "";
  const options = readOptions(argv);
  if (typeof options === "string" || token === "") {
    console.error(
      typeof options === "string" ? `${options}\n\n${USAGE}` : "STEPWELL_AGENT_TOKEN is not set.",
    );
    return EXIT_USAGE;
  }
  return work({ options, token, prepare: null });
}

function readOptions(argv: readonly string[]): AgentOptions | string {
  try {
    return parseOptions(argv);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A word first: something done with an installed agent. Options first: the agent itself, told everything by them. */
async function main(argv: readonly string[]): Promise<number> {
  const [first = "", ...rest] = argv;
  if (argv.includes("--help") || first === "help") {
    console.log(USAGE);
    return 0;
  }
  if (first === "--version") {
    console.log(agentVersion());
    return 0;
  }
  if (first === "run") return work(await installedRun(process.env));
  const verb = Object.hasOwn(VERBS, first) ? VERBS[first] : undefined;
  if (verb) return verb(rest, (line) => console.log(line));
  return runWithOptions(argv);
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof RefusedToken ? EXIT_USAGE : EXIT_TROUBLE);
  },
);
