import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ROOT } from "../../../scripts/lib/home";
import {
  envPlace,
  existingParent,
  inspect,
  isRememberedReady,
  lack,
  rememberReady,
  trainerFiles,
} from "./env";
import { findBasePython } from "./find";
import { explainPip } from "./pip";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stepwell-env-"));
  mkdirSync(trainerFiles(root).trainer, { recursive: true });
  writeFileSync(trainerFiles(root).pyproject, '[project]\nname = "t"\ndependencies = ["pip"]\n');
  writeFileSync(trainerFiles(root).constraints, "# pins\npip>=1\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe("where the environment is", () => {
  it("is the user's own Python, a folder the user names, or the cache", () => {
    expect(envPlace({ STEPWELL_PYTHON: "/p/python" })).toEqual({ python: "/p/python", own: false });
    expect(envPlace({ STEPWELL_PYTHON_ENV: "/e" })).toEqual({
      python: "/e/bin/python",
      own: true,
      dir: "/e",
    });
    expect(envPlace({ XDG_CACHE_HOME: "/c" })).toMatchObject({ python: "/c/stepwell/python/bin/python" });
  });

  it("asks for space where the path begins to exist", () => {
    expect(existingParent(join(root, "not", "there"))).toBe(root);
  });
});

describe("what was prepared is remembered", () => {
  it("until the pins change, per set of extras", () => {
    const dir = join(root, "env");
    mkdirSync(join(dir, "bin"), { recursive: true });
    writeFileSync(join(dir, "bin", "python"), "");
    expect(isRememberedReady(dir, root, [])).toBe(false);
    rememberReady(dir, root, [], false);
    expect(isRememberedReady(dir, root, [])).toBe(true);
    expect(isRememberedReady(dir, root, ["test"])).toBe(false);
    writeFileSync(trainerFiles(root).constraints, "pip>=2\n");
    expect(isRememberedReady(dir, root, [])).toBe(false);
  });

  it("an installation forgets what other checkouts had found ready", () => {
    const dir = join(root, "env");
    mkdirSync(join(dir, "bin"), { recursive: true });
    writeFileSync(join(dir, "bin", "python"), "");
    rememberReady(dir, root, [], false);
    rememberReady(dir, root, ["test"], true);
    expect(isRememberedReady(dir, root, [])).toBe(false);
    expect(isRememberedReady(dir, root, ["test"])).toBe(true);
  });
});

describe("comparing an environment with the pins", () => {
  const found = { python: "3.11.1", requirements: [], pinned: [], torch: "", missing: [], wrong: [] };

  it("is satisfied, or says what is missing and what has another version", () => {
    expect(lack(found)).toBeNull();
    expect(lack("no such file")).toBe("no such file");
    expect(
      lack({ ...found, missing: ["trl"], wrong: [{ name: "torch", wanted: "==2.13.0", found: "2.1.0" }] }),
    ).toBe("trl is missing; torch is 2.1.0, wanted ==2.13.0");
  });

  const base = findBasePython();
  it.skipIf("problem" in base)(
    "asks a real Python",
    async () => {
      if ("problem" in base) return;
      const pretend = join(root, "trainer-bridge", "agent", "python");
      mkdirSync(pretend, { recursive: true });
      copyFileSync(
        join(ROOT, "trainer-bridge", "agent", "python", "python_inspect.py"),
        join(pretend, "python_inspect.py"),
      );
      expect(lack(await inspect(base.command, root))).toBeNull();
      writeFileSync(trainerFiles(root).constraints, 'pip==0.1; python_version >= "3.8"\n');
      expect(lack(await inspect(base.command, root))).toMatch(/pip is .*wanted ==0\.1/);
      writeFileSync(trainerFiles(root).constraints, 'pip==0.1; python_version < "3.0"\n');
      expect(lack(await inspect(base.command, root))).toBeNull();
    },
    30_000,
  );
});

describe("pip's complaints as sentences with a fix", () => {
  it.each([
    [
      "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
      "disk is full",
    ],
    ["WARNING: Retrying after connection broken by 'NewConnectionError(...)'", "cannot be reached"],
    ["ERROR: No matching distribution found for torch==9", "torch==9"],
    ["something else", "could not be installed: something else"],
  ])("%s", (errors, expected) => expect(explainPip(errors, "/log")).toContain(expected));
});
