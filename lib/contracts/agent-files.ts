import { z } from "zod";
import { sha256 } from "./scalars";

/** Names of the files that make an agent; the wheel's name carries its version. */
export const AGENT_BUNDLE = "stepwell-agent.mjs";
export const AGENT_CONSTRAINTS = "constraints.txt";
export const AGENT_INSTALLER = "install.sh";
export const AGENT_MANIFEST = "manifest.json";
const WHEEL = /^stepwell_trainer-[0-9A-Za-z.+]+-py3-none-any\.whl$/;

/** A file of GET /api/v1/agent/{file}, by a name that leads nowhere else. */
export const agentFileName = z.union([
  z.enum([AGENT_BUNDLE, AGENT_CONSTRAINTS, AGENT_INSTALLER, AGENT_MANIFEST]),
  z.string().max(200).regex(WHEEL, "no file of the agent has this name"),
]);

const servedFile = z.strictObject({ name: agentFileName, sha256, bytes: z.int().min(0) });

/** GET /api/v1/agent/manifest.json: what a host downloads, and how it knows that it came whole. */
export const agentManifest = z.strictObject({
  /** Of the agent: the package's, with a digest of its content. */
  version: z.string().min(1).max(100),
  bundle: servedFile,
  wheel: servedFile,
  constraints: servedFile,
});
export type AgentManifest = z.infer<typeof agentManifest>;
