import { createHash } from "node:crypto";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import type { Bundle } from "@/trainer-bridge/agent/bundled";
import { ASSETS } from "@/trainer-bridge/agent/launchers/assets";
import { agentVersion, sourceText, trainerSources } from "@/trainer-bridge/agent/source-files";

/** Shared by the agent and the supervisor of local trainers, which runs beside it as plain files. */
const SHARED = ["trainer-bridge/agent/durable-file.mjs", "trainer-bridge/agent/process-identity.mjs"];
const TRAINER = "trainer-bridge/trainer";

/** Everything that other programs and machines read from a checkout, and an installed agent has to bring along. */
function carriedFiles(): Record<string, string> {
  const names = [
    ...SHARED,
    ...ASSETS.map((name) => `trainer-bridge/agent/launchers/${name}`),
    "trainer-bridge/agent/python/python_inspect.py",
    `${TRAINER}/pyproject.toml`,
    `${TRAINER}/constraints.txt`,
    ...trainerSources(),
  ];
  return Object.fromEntries(names.map((name) => [name, sourceText(name)]));
}

/** Puts the files and the version in the place of trainer-bridge/agent/bundled.ts. */
function carrying(bundle: Bundle): Plugin {
  return {
    name: "carried-files",
    setup: ({ onLoad }) =>
      onLoad({ filter: /trainer-bridge[/\\]agent[/\\]bundled\.ts$/ }, () => ({
        contents: `export const BUNDLED = ${JSON.stringify(bundle)};`,
        loader: "js",
      })),
  };
}

async function bundleWith(root: string, bundle: Bundle): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [join("trainer-bridge", "agent", "main.ts")],
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    format: "esm",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
    // Packages in CommonJS ask for Node's own modules by `require`, which a module of ESM does not have.
    banner: {
      js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module";\nconst require = __createRequire(import.meta.url);',
    },
    plugins: [carrying(bundle)],
  });
  const [file] = outputFiles;
  if (!file) throw new Error("esbuild wrote no file");
  return file.text;
}

/**
 * The agent as one file. Its version is the package's with a digest of all that is in it: of two agents with one version
 * nothing differs.
 */
export async function bundleAgent(root: string): Promise<{ version: string; text: string }> {
  const files = carriedFiles();
  const plain = await bundleWith(root, { version: "", files });
  const build = createHash("sha256").update(plain).digest("hex").slice(0, 12);
  const version = `${agentVersion()}+${build}`;
  return { version, text: await bundleWith(root, { version, files }) };
}
