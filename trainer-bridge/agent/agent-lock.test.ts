import { existsSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataDir, ownerOf } from "./agent-lock";
import { identify } from "./process-identity.mjs";
import { freshFolder, removeFolder } from "./testing/agent-process";

describe("the lock of a data folder", () => {
  let data: string;
  beforeEach(() => {
    data = freshFolder();
  });
  afterEach(() => removeFolder(data));
  const lockFile = () => join(data, "agent.json");
  const held = (facts: object) => writeFileSync(lockFile(), JSON.stringify(facts));
  const aged = (seconds: number) => {
    const at = new Date(Date.now() - seconds * 1000);
    utimesSync(lockFile(), at, at);
  };

  it("is one living agent's, and free when that gives it back", () => {
    const unlock = lockDataDir(data);
    expect(() => lockDataDir(data)).toThrow(new RegExp(`running \\(pid ${process.pid}\\)`));
    expect(readdirSync(data)).toEqual(["agent.json"]);
    unlock();
    expect(existsSync(lockFile())).toBe(false);
  });

  it("of a killed agent does not count, whether or not it says its machine", () => {
    const dead = { ...identify(process.pid), startTime: "long ago" };
    for (const facts of [dead, { ...dead, pid: 999_999_999 }]) {
      held(facts);
      lockDataDir(data)();
    }
  });

  it("of another machine counts while it is heard of: its processes cannot be seen from here", () => {
    held({ pid: 999_999_999, startTime: "then", host: "login-1" });
    expect(() => lockDataDir(data)).toThrow(/pid 999999999 on login-1/);
    aged(60);
    expect(() => lockDataDir(data)).toThrow(/on login-1/);
    aged(120);
    const unlock = lockDataDir(data);
    expect(ownerOf(data)?.pid).toBe(process.pid);
    expect(readdirSync(data)).toEqual(["agent.json"]);
    unlock();
  });
});
