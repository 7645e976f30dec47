import { ASSETS, type Asset, assetText } from "../assets";

const IMPORT = /^from supervision\.(\w+) import /gm;
const isAsset = (name: string): name is Asset => (ASSETS as readonly string[]).includes(name);

function sourceOf(module: string): string {
  const name = `supervision/${module}.py`;
  if (!isAsset(name)) throw new Error(`${name} is not among the agent's assets`);
  return assetText(name);
}

/** What a module imports of this package, what those import, and so on; each after what it needs itself. */
function neededBy(module: string, found: Map<string, string> = new Map()): Map<string, string> {
  for (const [, name = ""] of sourceOf(module).matchAll(IMPORT)) {
    if (found.has(name)) continue;
    neededBy(name, found);
    found.set(name, sourceOf(name));
  }
  return found;
}

/** Text of JSON is text of Python as well: the same quotes and escapes. */
const literal = (text: string) => JSON.stringify(text);

/**
 * One self-contained text of a program of this folder and of all that it imports, to be written to a file or to be
 * sent over a connection. Modules keep their names, so that a traceback reads as in the source.
 */
export function pythonProgram(main: "slurm_job" | "ray_supervisor" | "remote_helper"): string {
  const modules = [...neededBy(main)].map(([name, text]) => `_load(${literal(name)}, ${literal(text)})`);
  return [
    "import sys, types",
    "",
    "",
    "def _load(name, text):",
    '    module = types.ModuleType("supervision." + name)',
    '    exec(compile(text, "supervision/" + name + ".py", "exec", dont_inherit=True), module.__dict__)',
    '    sys.modules["supervision." + name] = module',
    "",
    "",
    'sys.modules["supervision"] = types.ModuleType("supervision")',
    ...modules,
    `_main = compile(${literal(sourceOf(main))}, "supervision/${main}.py", "exec", dont_inherit=True)`,
    'exec(_main, {"__name__": "__main__"})',
    "",
  ].join("\n");
}
