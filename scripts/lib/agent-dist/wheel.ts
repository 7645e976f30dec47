import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";
import { zip } from "./zip";

const pyproject = z.object({
  project: z.object({
    name: z.string(),
    version: z.string(),
    description: z.string(),
    "requires-python": z.string(),
    license: z.string(),
    dependencies: z.array(z.string()),
    "optional-dependencies": z.record(z.string(), z.array(z.string())).default({}),
    scripts: z.record(z.string(), z.string()).default({}),
  }),
  tool: z.object({
    setuptools: z.object({ packages: z.object({ find: z.object({ include: z.array(z.string()) }) }) }),
  }),
});
type Project = z.infer<typeof pyproject>["project"];

export interface Wheel {
  fileName: string;
  bytes: Buffer;
}

/** Packages beside pyproject.toml that its patterns name, as setuptools finds them. */
function packagesOf(trainer: string, patterns: readonly string[]): string[] {
  const wanted = patterns.map(
    (pattern) => new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", ".*")}$`),
  );
  return readdirSync(trainer).filter(
    (name) => wanted.some((one) => one.test(name)) && existsSync(join(trainer, name, "__init__.py")),
  );
}

function sourcesOf(trainer: string, packages: readonly string[]): [string, Buffer][] {
  return packages
    .flatMap((name) => readdirSync(join(trainer, name), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/__pycache__|\.pyc$/.test(join(entry.parentPath, entry.name)))
    .map((entry): [string, Buffer] => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(trainer.length + 1).replaceAll("\\", "/"), readFileSync(path)];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Core metadata 2.4 (PEP 566, 639). */
function metadata(about: Project, version: string): string {
  const extras = Object.entries(about["optional-dependencies"]).flatMap(([extra, names]) => [
    `Provides-Extra: ${extra}`,
    ...names.map((name) => `Requires-Dist: ${name}; extra == "${extra}"`),
  ]);
  return [
    "Metadata-Version: 2.4",
    `Name: ${about.name}`,
    `Version: ${version}`,
    `Summary: ${about.description}`,
    `Requires-Python: ${about["requires-python"]}`,
    `License-Expression: ${about.license}`,
    ...about.dependencies.map((name) => `Requires-Dist: ${name}`),
    ...extras,
    "",
  ].join("\n");
}

/** entry_points.txt: the programs that pip makes for the package; null if there are none. */
function entryPoints({ scripts }: Project): string | null {
  const lines = Object.entries(scripts).map(([name, target]) => `${name} = ${target}`);
  return lines.length === 0 ? null : ["[console_scripts]", ...lines, ""].join("\n");
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("base64url");
}

/** RECORD: every file with its hash and size; its own line has neither (PEP 376, 427). */
function record(files: readonly (readonly [string, Buffer])[], own: string): string {
  const lines = files.map(([path, content]) => `${path},sha256=${digest(content)},${content.length}`);
  return [...lines, `${own},,`, ""].join("\n");
}

/**
 * The wheel of the trainer's package, made from its pyproject.toml and its sources alone: no Python is needed, and the
 * same sources give the same bytes. Its version ends in a digest of its content ("0.1.0+1f3c…", PEP 440), so that pip
 * tells two builds apart.
 *
 * @param trainer the folder with pyproject.toml
 */
export function buildWheel(trainer: string): Wheel {
  const { project: about, tool } = pyproject.parse(
    parse(readFileSync(join(trainer, "pyproject.toml"), "utf8")),
  );
  const sources = sourcesOf(trainer, packagesOf(trainer, tool.setuptools.packages.find.include));
  const content = sources.map(([path, bytes]) => `${path} ${digest(bytes)}`).join("\n");
  const build = createHash("sha256").update(content).update(metadata(about, "")).digest("hex").slice(0, 12);
  const version = `${about.version}+${build}`;
  const info = `${about.name}-${version}.dist-info`;
  const points = entryPoints(about);
  const text = (name: string, body: string): [string, Buffer] => [`${info}/${name}`, Buffer.from(body)];
  const files = [
    ...sources,
    text("METADATA", metadata(about, version)),
    text("WHEEL", "Wheel-Version: 1.0\nGenerator: stepwell\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
    ...(points === null ? [] : [text("entry_points.txt", points)]),
  ];
  const bytes = zip([...files, text("RECORD", record(files, `${info}/RECORD`))]);
  return { fileName: `${about.name}-${version}-py3-none-any.whl`, bytes };
}
