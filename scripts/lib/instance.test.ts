import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lock } from "@/trainer-bridge/agent/file-lock";
import { Instance, readState } from "./instance";
import { identify, isAlive, waitFor } from "./processes";

let dir = "";
let file = "";
const spawned: ChildProcess[] = [];

function idle(): number {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], {
    stdio: "ignore",
    detached: true,
  });
  spawned.push(child);
  return child.pid ?? 0;
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "stepwell-instance-"));
  file = join(dir, "running.json");
});
afterEach(() => {
  for (const child of spawned.splice(0)) child.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
});

function leaveBehind(owner: { pid: number; startTime: string }, children: object): void {
  writeFileSync(file, JSON.stringify({ owner, root: "/r", url: "http://x", children }));
}

describe("the claim on a home folder", () => {
  it("is refused while its owner runs, and the owner's address is told", async () => {
    const owner = identify(idle());
    leaveBehind(owner ?? { pid: 0, startTime: "" }, {});
    const answer = await Instance.claim(file, "/r");
    expect(answer).not.toBeInstanceOf(Instance);
    expect(answer).toMatchObject({ url: "http://x", owner });
  });

  it("passes on from an owner that is gone, whose children are ended first", async () => {
    const child = identify(idle());
    leaveBehind({ pid: 2 ** 22 - 7, startTime: "gone" }, { web: child });
    expect(await Instance.claim(file, "/r")).toBeInstanceOf(Instance);
    expect(child && isAlive(child)).toBe(false);
  });

  it("does not touch a process that merely has the id of a child left behind", async () => {
    const stranger = identify(idle());
    leaveBehind(
      { pid: 2 ** 22 - 7, startTime: "gone" },
      { web: { pid: stranger?.pid, startTime: "earlier" } },
    );
    await Instance.claim(file, "/r");
    expect(stranger && isAlive(stranger)).toBe(true);
  });

  it("survives a state file that was cut off, and goes when released", async () => {
    writeFileSync(file, '{"owner": {"pi');
    const instance = await Instance.claim(file, "/r");
    expect(readState(file)).toMatchObject({ owner: { pid: process.pid } });
    if (instance instanceof Instance) instance.release();
    expect(existsSync(file)).toBe(false);
  });
});

describe("a lock", () => {
  it("is held by one at a time", async () => {
    const release = await lock(join(dir, "l"));
    let got = false;
    const second = lock(join(dir, "l")).then((free) => {
      got = true;
      free();
    });
    await waitFor(() => got, 250);
    expect(got).toBe(false);
    release();
    await second;
  });

  it("that a killed process left is taken over", async () => {
    writeFileSync(join(dir, "l"), JSON.stringify({ pid: 2 ** 22 - 7, startTime: "gone" }));
    (await lock(join(dir, "l"), 5_000))();
  });

  it("says which file to remove when waiting takes too long", async () => {
    const release = await lock(join(dir, "l"));
    await expect(lock(join(dir, "l"), 50)).rejects.toThrow(join(dir, "l"));
    release();
  });
});
