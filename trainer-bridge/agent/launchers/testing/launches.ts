import { HOSTILE_LINES, HOSTILE_TEXTS, HOSTILE_VARIABLES } from "./hostile";

const TWO_LINES = "a\nb";

/** What launches say to Slurm in the conformance suite, on its own machine and over SSH. */
export const SLURM_LAUNCHES = {
  taken: { partition: "main", time: "5", extra: { comment: HOSTILE_LINES.join(" ").slice(0, 256) } },
  refused: [
    ["partition", { partition: TWO_LINES }],
    ["mem", { mem: "$(touch pwned)" }],
    ["extra", { extra: { wrap: "touch pwned" } }],
    // What looks right is Slurm's to judge.
    ["invalid partition", { partition: HOSTILE_TEXTS[0] ?? "" }],
  ] satisfies [string, Record<string, string | Record<string, string>>][],
};

export const SSH_LAUNCHES = {
  taken: { env: HOSTILE_VARIABLES },
  seenEnv: HOSTILE_VARIABLES,
  refused: [
    ["env", { env: { "A; touch pwned": "x" } }],
    ["env", { env: { A: "\0" } }],
  ] satisfies [string, Record<string, Record<string, string>>][],
};

/** Ray fills `${NAME}` in its variables from the node's own, which people use: such a text is not what arrives. */
const RAY_VARIABLES = Object.fromEntries(
  Object.entries(HOSTILE_VARIABLES).filter(([, text]) => !text.includes("${")),
);

export const RAY_LAUNCHES = {
  taken: { resources: { cpus: 1 }, runtimeEnv: { envVars: RAY_VARIABLES } },
  seenEnv: RAY_VARIABLES,
  refused: [
    ["runtimeEnv.envVars", { runtimeEnv: { envVars: { "A; touch pwned": "x" } } }],
    ["resources.gpus", { resources: { gpus: -1 } }],
    ["runtimeEnv.workingDir", { runtimeEnv: { workingDir: "file:///etc" } }],
  ] satisfies [string, Record<string, Record<string, number | string | Record<string, string>>>][],
};
