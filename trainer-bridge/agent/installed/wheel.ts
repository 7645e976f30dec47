import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AgentHome } from "./home";
import { fetchFile, fetchManifest } from "./server";

function namesIn({ wheels }: AgentHome): string[] {
  mkdirSync(wheels, { recursive: true });
  return readdirSync(wheels).filter((name) => name.endsWith(".whl"));
}

/** The trainer's wheel for the environment that the agent makes; null if none was fetched. */
export function wheelIn(home: AgentHome): string | null {
  const [name] = namesIn(home);
  return name === undefined ? null : join(home.wheels, name);
}

/** Fetches the trainer's wheel unless it is here, and removes those of other versions. */
export async function fetchWheel(home: AgentHome, server: string): Promise<void> {
  const { wheel } = await fetchManifest(server);
  const present = namesIn(home);
  if (!present.includes(wheel.name)) {
    // A wheel that was written in part would pass for whole ever after.
    const scratch = join(home.wheels, `${wheel.name}.part`);
    writeFileSync(scratch, await fetchFile(server, wheel));
    renameSync(scratch, join(home.wheels, wheel.name));
  }
  for (const name of present) if (name !== wheel.name) rmSync(join(home.wheels, name));
}
