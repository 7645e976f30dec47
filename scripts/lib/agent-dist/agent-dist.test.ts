import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AgentManifest, agentManifest } from "@/lib/contracts/agent-files";
import { findBasePython } from "@/trainer-bridge/agent/python/find";
import { ROOT } from "../home";
import { buildAgentFiles } from "./dist";
import { crc32, zip } from "./zip";

let folder = "";
let manifest: AgentManifest;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stepwell-dist-"));
  manifest = await buildAgentFiles(ROOT, folder);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function python(...args: string[]): string {
  const found = findBasePython();
  if ("problem" in found) throw new Error(found.problem);
  return execFileSync(found.command, args, { encoding: "utf8", cwd: folder });
}

describe("the files that hosts install", () => {
  it("are those of the manifest, to the byte, and the same again", async () => {
    expect(agentManifest.parse(JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8")))).toEqual(
      manifest,
    );
    for (const { name, sha256, bytes } of [manifest.bundle, manifest.wheel, manifest.constraints]) {
      const content = readFileSync(join(folder, name));
      expect(content).toHaveLength(bytes);
      expect(createHash("sha256").update(content).digest("hex")).toBe(sha256);
    }
    writeFileSync(join(folder, "stepwell_trainer-0.0.1-py3-none-any.whl"), "old");
    expect(await buildAgentFiles(ROOT, folder)).toEqual(manifest);
    expect(readdirSync(folder).filter((name) => name.endsWith(".whl"))).toEqual([manifest.wheel.name]);
    expect(readFileSync(join(folder, "install.sh"), "utf8")).toMatch(/^#!\/bin\/sh\n/);
  }, 60_000);

  it("hold an agent that runs by itself, away from any checkout, and knows its version", () => {
    const said = spawnSync(process.execPath, [manifest.bundle.name, "--version"], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(said).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
    expect(readFileSync(join(folder, manifest.bundle.name), "utf8")).not.toContain(ROOT);
  });
});

describe("the trainer's wheel", () => {
  const LOOK = [
    "import json, sys, zipfile, email",
    "wheel = zipfile.ZipFile(sys.argv[1])",
    "assert wheel.testzip() is None",
    "names = wheel.namelist()",
    "info = next(n.split('/')[0] for n in names if n.endswith('.dist-info/METADATA'))",
    "about = email.message_from_string(wheel.read(info + '/METADATA').decode())",
    "record = [line.rsplit(',', 2) for line in wheel.read(info + '/RECORD').decode().splitlines()]",
    "import base64, hashlib",
    "hash = lambda data: 'sha256=' + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')",
    "wrong = [n for n, h, s in record if h and (h != hash(wheel.read(n)) or int(s) != len(wheel.read(n)))]",
    "print(json.dumps({'names': names, 'listed': [r[0] for r in record], 'wrong': wrong,",
    "  'version': about['Version'], 'needs': about.get_all('Requires-Dist'),",
    "  'programs': wheel.read(info + '/entry_points.txt').decode()}))",
  ].join("\n");

  it("is one that Python reads: every file recorded with its hash, dependencies and programs as pyproject says", () => {
    const seen = JSON.parse(python("-c", LOOK, manifest.wheel.name)) as Record<string, string[]>;
    expect(seen.wrong).toEqual([]);
    expect(seen.listed).toEqual(seen.names);
    expect(seen.names).toEqual(
      expect.arrayContaining(["stepwell/__init__.py", "stepwell_trainer/__main__.py"]),
    );
    expect(manifest.wheel.name).toBe(`stepwell_trainer-${seen.version}-py3-none-any.whl`);
    expect(seen.needs).toEqual(expect.arrayContaining(["torch", 'pytest; extra == "test"']));
    expect(seen.programs).toContain("stepwell = stepwell_trainer.wrap.cli:main");
  });
});

describe("zip archives", () => {
  it("have the checksum that everybody computes", () => {
    expect(crc32(Buffer.from("123456789"))).toBe(0xcbf43926);
    expect(crc32(Buffer.alloc(0))).toBe(0);
  });

  it("give back texts of any script and empty files", () => {
    writeFileSync(
      join(folder, "a.zip"),
      zip([
        ["leer", Buffer.alloc(0)],
        ["über/日本.txt", Buffer.from("é\u0000x")],
      ]),
    );
    const read =
      "import zipfile; z = zipfile.ZipFile('a.zip'); print([(n, z.read(n).hex()) for n in z.namelist()])";
    expect(python("-X", "utf8", "-c", read).trim()).toBe("[('leer', ''), ('über/日本.txt', 'c3a90078')]");
  });
});
