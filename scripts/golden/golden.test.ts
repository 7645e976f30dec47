import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { differencesOf } from "./compare";
import { FAMILIES, failuresOf } from "./evaluate";
import { type GoldenCase, GoldenFileError, readGoldenFile } from "./file";

const OWN = ["rewards", "reward-counts", "statistics", "traces", "what-if"].map(
  (name) => `trainer-bridge/contracts/golden/${name}.json`,
);
const SHARED = "../shared/golden";
const folder = mkdtempSync(join(tmpdir(), "golden-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Changes the first number, truth value or text that it finds, deep in a value. */
function spoiled(value: unknown): unknown {
  if (typeof value === "number") return value + 0.001 + Math.abs(value) / 10;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return `${value}?`;
  if (value === null) return 0;
  if (Array.isArray(value)) return value.length === 0 ? [0] : [spoiled(value[0]), ...value.slice(1)];
  const entries = Object.entries(value ?? {});
  return Object.fromEntries(entries.map(([key, each], i) => [key, i === 0 ? spoiled(each) : each]));
}

function expectAllToPass(cases: readonly GoldenCase[]): void {
  expect(
    cases.map((each) => ({ id: each.id, failures: failuresOf(each) })).filter((r) => r.failures.length),
  ).toEqual([]);
}

describe("golden files", () => {
  it.each(OWN)("%s: every case passes, and none would with another value", (path) => {
    const cases = readGoldenFile(path);
    expectAllToPass(cases);
    const blind = cases.filter(
      (each) => failuresOf({ ...each, expected: spoiled(each.expected) }).length === 0,
    );
    expect(blind.map(({ id }) => id)).toEqual([]);
  });

  it("our statistics have every family that the runner knows", () => {
    const families = readGoldenFile("trainer-bridge/contracts/golden/statistics.json").map(
      (each) => each.family,
    );
    expect([...new Set(families)].sort()).toEqual(Object.keys(FAMILIES).sort());
  });

  const shared = existsSync(SHARED) ? readdirSync(SHARED).filter((name) => name.endsWith(".json")) : [];
  if (shared.length === 0) console.log(`skipped: ${SHARED} is not on this machine`);
  it.each(shared)("the shared %s passes", (name) => expectAllToPass(readGoldenFile(join(SHARED, name))));
});

describe("what is wrong is named", () => {
  it.each<[string, unknown, RegExp]>([
    ["an unknown family", { id: "x", family: "wilsn", input: {}, expected: {} }, /unknown family "wilsn"/],
    ["a family of Object's", { id: "x", family: "constructor", input: {}, expected: {} }, /unknown family/],
    ["a missing field", { id: "x", family: "wilson", input: { k: 1 }, expected: {} }, /input n/],
    ["a wrong type", { id: "x", family: "holm", input: { p: "0.1" }, expected: {} }, /input p/],
    ["no known shape", { id: "x", input: { a: 1 }, expected: {} }, /neither/],
    [
      "an unknown function",
      { id: "x", family: "special", input: { fn: "qgamma", args: [1] }, expected: {} },
      /qgamma/,
    ],
  ])("%s", (_, golden, message) => {
    expect(failuresOf(golden as GoldenCase).join()).toMatch(message);
  });

  it.each([
    ["a missing file", join(folder, "absent.json"), /cannot be read/],
    ["no JSON", written("text.json", "{cases: oops"), /not JSON/],
    ["no cases", written("none.json", '{"meta": {}}'), /not a golden file: cases/],
    ["an empty list", written("empty.json", '{"cases": []}'), /holds no case/],
    ["a case without id", written("id.json", '{"cases": [{"input": 1, "expected": 1}]}'), /cases\.0\.id/],
  ])("%s", (_, path, message) => {
    expect(() => readGoldenFile(path)).toThrow(GoldenFileError);
    expect(() => readGoldenFile(path)).toThrow(message);
  });
});

describe("differencesOf", () => {
  const near = { abs: 1e-9, rel: 1e-9 };
  it.each<[string, unknown, unknown, number]>([
    ["equal", { a: 1, b: [null, "x"] }, { a: 1, b: [null, "x"] }, 0],
    ["within the tolerance", { a: 1e6 + 1e-4 }, { a: 1e6 }, 0],
    ["outside it", { a: 1 + 1e-6 }, { a: 1 }, 1],
    ["null for a number", { a: 0 }, { a: null }, 1],
    ["a number for null", { a: null }, { a: 0 }, 1],
    ["NaN", { a: Number.NaN }, { a: 1 }, 1],
    ["a missing field", {}, { a: null }, 1],
    ["a field of ours", { a: 1, b: 2 }, { a: 1 }, 0],
    ["another length", [1, 2], [1], 1],
    ["a truth value for a number", { a: true }, { a: 1 }, 1],
    ["nothing for a record", null, { a: 1 }, 1],
  ])("%s", (_, got, expected, count) => {
    expect(differencesOf(got, expected, near)).toHaveLength(count);
  });
});

describe("npm run golden", () => {
  const run = (...args: string[]) =>
    spawnSync("node", ["--import", "tsx", "scripts/golden.ts", ...args], { encoding: "utf8" });

  it("counts, names what failed with both values, and exits 1", () => {
    const wilson = { id: "w1", family: "wilson", input: { k: 0, n: 4 }, expected: { p: 0, lo: 0 } };
    const path = written(
      "two.json",
      JSON.stringify({ cases: [wilson, { ...wilson, id: "w2", expected: { p: 0.5 } }] }),
    );
    const { status, stdout } = run(path);
    expect(stdout).toContain("FAILED w2");
    expect(stdout).toContain("p: got 0, expected 0.5");
    expect(stdout).not.toContain("FAILED w1");
    expect(stdout.trim().split("\n").at(-1)).toBe("1 passed, 1 failed");
    expect(status).toBe(1);
  }, 30_000);

  it("says which file is broken and exits 2", () => {
    const { status, stderr } = run(written("broken.json", "[]"));
    expect(stderr).toContain("broken.json: not a golden file");
    expect(status).toBe(2);
  }, 30_000);
});
