import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  AGENT_BUNDLE,
  AGENT_CONSTRAINTS,
  AGENT_INSTALLER,
  AGENT_MANIFEST,
  type AgentManifest,
} from "@/lib/contracts/agent-files";
import { bundleAgent } from "./bundle";
import { buildWheel } from "./wheel";

type Served = AgentManifest["bundle"];

/** Where the server looks for them (lib/server/agent-files.ts), below the checkout. */
export function agentDistDir(root: string): string {
  return join(root, "dist", "agent");
}

/** Readers see the old file or the new one, never a part. */
function put(folder: string, name: string, content: Buffer): Served {
  const path = join(folder, name);
  if (!existsSync(path) || !readFileSync(path).equals(content)) {
    const scratch = `${path}.${process.pid}.tmp`;
    writeFileSync(scratch, content);
    renameSync(scratch, path);
  }
  return { name, sha256: createHash("sha256").update(content).digest("hex"), bytes: content.length };
}

/**
 * Makes the files from which hosts install an agent: the bundle, the trainer's wheel, the pins, the install script, and
 * a manifest with their hashes, which is written last. The same sources give the same files.
 *
 * @returns the manifest
 */
export async function buildAgentFiles(root: string, folder = agentDistDir(root)): Promise<AgentManifest> {
  mkdirSync(folder, { recursive: true });
  const trainer = join(root, "trainer-bridge", "trainer");
  const agent = join(root, "trainer-bridge", "agent");
  const bundle = await bundleAgent(root);
  const wheel = buildWheel(trainer);
  put(folder, AGENT_INSTALLER, readFileSync(join(agent, "install", AGENT_INSTALLER)));
  const manifest: AgentManifest = {
    version: bundle.version,
    bundle: put(folder, AGENT_BUNDLE, Buffer.from(bundle.text)),
    wheel: put(folder, wheel.fileName, wheel.bytes),
    constraints: put(folder, AGENT_CONSTRAINTS, readFileSync(join(trainer, AGENT_CONSTRAINTS))),
  };
  put(folder, AGENT_MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
  for (const name of readdirSync(folder))
    if (name.endsWith(".whl") && name !== wheel.fileName) rmSync(join(folder, name));
  return manifest;
}
