import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What is recorded with each run: the package's version and, in a checkout, its commit. */
export function codeVersion(root: string): string {
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  const asked = spawnSync("git", ["describe", "--always", "--dirty", "--abbrev=12"], {
    cwd: root,
    encoding: "utf8",
    timeout: 5_000,
  });
  const commit = asked.status === 0 ? asked.stdout.trim() : "";
  return commit ? `${version}+${commit}` : version;
}
