import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closeRunDir, findHeldAttempts, hasUnsentRecords, prepareRunDir, runDirOf } from "./run-directory";
import { freshFolder, removeFolder } from "./testing/agent-process";
import { makeLease } from "./testing/leases";

const SERVER = "http://127.0.0.1:5000";
let dataDir: string;
beforeEach(() => {
  dataDir = freshFolder();
});
afterEach(() => removeFolder(dataDir));

const find = (serverUrl = SERVER) => {
  const unreadable: string[] = [];
  const held = findHeldAttempts(dataDir, serverUrl, (runDir) => unreadable.push(runDir));
  return { held, unreadable };
};

describe("run directories", () => {
  test("what was prepared is found again, with its token, until it is closed", () => {
    const held = prepareRunDir(dataDir, makeLease({ dataDir, name: "a job" }), SERVER);
    expect(find().held).toEqual([held]);
    expect(statSync(join(held.runDir, "token")).mode & 0o777).toBe(0o600);
    expect(statSync(held.runDir).mode & 0o777).toBe(0o700);
    expect(statSync(held.spec.outputDir).isDirectory()).toBe(true);
    closeRunDir(held.runDir, "reported");
    expect(find().held).toEqual([]);
    expect(existsSync(join(held.runDir, "token"))).toBe(false);
  });

  test("a server that moved is followed, in job.json too", () => {
    const held = prepareRunDir(dataDir, makeLease({ dataDir, name: "a job" }), SERVER);
    const moved = "http://127.0.0.1:6000";
    expect(find(moved).held[0]?.spec.serverUrl).toBe(moved);
    expect(JSON.parse(readFileSync(join(held.runDir, "job.json"), "utf8")).serverUrl).toBe(moved);
  });

  test("incomplete directories do not exist, damaged ones are named and left alone", () => {
    const incomplete = prepareRunDir(dataDir, makeLease({ dataDir, name: "a job" }), SERVER);
    mkdirSync(join(dataDir, "attempts", "not an attempt"));
    const empty = makeLease({ dataDir, name: "b" });
    mkdirSync(runDirOf(dataDir, empty.attemptId));
    writeFileSync(join(incomplete.runDir, "job.json"), "{");
    expect(find()).toEqual({ held: [], unreadable: [incomplete.runDir] });
  });

  test.each(["/", "/etc", "..", "jobs/../../x"])("refuses to let a job write to %s", (path) => {
    const lease = makeLease({ dataDir, name: "a job" });
    lease.spec.outputDir = path.startsWith("/") ? path : `${dataDir}/${path}`;
    expect(() => prepareRunDir(dataDir, lease, SERVER)).toThrow(/is not inside/);
    expect(existsSync(runDirOf(dataDir, lease.attemptId))).toBe(false);
  });

  test("an id that is a path leads nowhere", () => {
    expect(() => runDirOf(dataDir, "../../etc")).toThrow();
  });

  test("only segments of a spool count as unsent", () => {
    const { runDir } = prepareRunDir(dataDir, makeLease({ dataDir, name: "a job" }), SERVER);
    expect(hasUnsentRecords(runDir)).toBe(false);
    mkdirSync(join(runDir, "spool"));
    writeFileSync(join(runDir, "spool", "acks.json"), "{}");
    expect(hasUnsentRecords(runDir)).toBe(false);
    writeFileSync(join(runDir, "spool", "logs-000001.jsonl"), "{}\n");
    expect(hasUnsentRecords(runDir)).toBe(true);
  });
});
