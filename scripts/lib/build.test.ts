import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inputsHash, isFresh } from "./build";

let root = "";

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "stepwell-build-"));
  put("app/page.tsx", "page");
  put("next.config.ts", "config");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function mark(): void {
  put(".next/BUILD_ID", "1");
  put(".next/stepwell-build.txt", inputsHash(root));
}

describe("is the build of these sources?", () => {
  it("says no where there is none, and where one was broken off", () => {
    expect(isFresh(root, ".next")).toBe(false);
    put(".next/stepwell-build.txt", inputsHash(root));
    expect(isFresh(root, ".next")).toBe(false);
  });

  it("says yes until a source changes, is added, is renamed or goes", () => {
    mark();
    expect(isFresh(root, ".next")).toBe(true);
    put("app/page.tsx", "other");
    expect(isFresh(root, ".next")).toBe(false);
    mark();
    put("lib/new.ts", "");
    expect(isFresh(root, ".next")).toBe(false);
    mark();
    rmSync(join(root, "lib/new.ts"));
    expect(isFresh(root, ".next")).toBe(false);
  });

  it("does not care about tests and migrations", () => {
    mark();
    put("lib/x.test.ts", "test");
    put("db/migrations/0001.sql", "select 1");
    put("db/testing/template.ts", "");
    expect(isFresh(root, ".next")).toBe(true);
  });
});
