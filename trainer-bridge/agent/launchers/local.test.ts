import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isGroupAlive } from "../process-group";
import { identify } from "../process-identity.mjs";
import { eventually, freshFolder, PATIENCE, removeFolder } from "../testing/agent-process";
import { localLauncher } from "./local";
import { openLauncher } from "./types";

const launcher = openLauncher(localLauncher, { termMs: 200, pollMs: 20 });
const sleeper = { program: process.execPath, args: ["-e", "setInterval(() => {}, 1000)"] };

let runDir: string;
let bystanders: ChildProcess[];
beforeEach(() => {
  runDir = freshFolder();
  bystanders = [];
});
afterEach(async () => {
  for (const bystander of bystanders) bystander.kill("SIGKILL");
  await launcher.stop(runDir, { graceMs: 0 });
  removeFolder(runDir);
});

const read = (name: string) => JSON.parse(readFileSync(join(runDir, name), "utf8"));
const write = (name: string, value: unknown) => writeFileSync(join(runDir, name), JSON.stringify(value));
const untilRunning = () =>
  eventually("it runs", async () => (await launcher.observe(runDir)).state === "running");

/** A process of its own group that has nothing to do with the run directory. */
async function bystander(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {
    detached: true,
    stdio: "ignore",
  });
  bystanders.push(child);
  await eventually("the bystander lives", () => identify(child.pid ?? 0) !== null);
  return child.pid ?? 0;
}

describe("a pid that another process has now", PATIENCE, () => {
  test("is not taken for the trainer, and its owner is not touched", async () => {
    const stranger = await bystander();
    write("supervisor.json", { pid: stranger, startTime: "some other boot:1" });
    write("trainer.json", { pid: stranger, startTime: "some other boot:2" });
    expect(await launcher.observe(runDir)).toMatchObject({ state: "gone" });
    await launcher.stop(runDir, { graceMs: 0 });
    expect(isGroupAlive(stranger)).toBe(true);
  });
});

describe("a killed supervisor", PATIENCE, () => {
  test("leaves a trainer that is still followed and can be stopped", async () => {
    await launcher.start(runDir, sleeper, process.env);
    await untilRunning();
    process.kill(read("supervisor.json").pid, "SIGKILL");
    const { pid } = read("trainer.json");
    await eventually("the supervisor is gone", async () =>
      (await launcher.observe(runDir)).engineState.includes("without its supervisor"),
    );
    expect(await launcher.observe(runDir)).toMatchObject({ state: "running", pid });
    await launcher.stop(runDir, { graceMs: 0 });
    expect(isGroupAlive(pid)).toBe(false);
    expect(await launcher.observe(runDir)).toMatchObject({ state: "gone", exitCode: null });
  });

  test("before it wrote the trainer's pid, lets nothing start", async () => {
    // The gate of the supervisor, closed without its word as when the supervisor dies.
    const source = readFileSync(new URL("./supervisor.mjs", import.meta.url), "utf8");
    const gate = /const GATE = '([^']+)'/.exec(source)?.[1] ?? "";
    const child = spawn("/bin/sh", ["-c", gate, "sh", "touch", join(runDir, "started")], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    child.stdio[3]?.destroy();
    const code = await new Promise((resolve) => child.once("exit", resolve));
    expect(code).toBe(125);
    expect(existsSync(join(runDir, "started"))).toBe(false);
  });
});

test("a trainer killed with its whole group still has a recorded end", PATIENCE, async () => {
  await launcher.start(runDir, sleeper, process.env);
  await untilRunning();
  process.kill(-read("trainer.json").pid, "SIGKILL");
  await eventually("it ended", async () => (await launcher.observe(runDir)).state === "exited");
  expect(read("exit.json")).toMatchObject({ exitCode: null, signal: "SIGKILL", error: "" });
});

test("the supervisor and the trainer have sessions and groups of their own", PATIENCE, async () => {
  await launcher.start(runDir, sleeper, process.env);
  await untilRunning();
  const own = [read("supervisor.json").pid, read("trainer.json").pid];
  expect(own.every((pid) => isGroupAlive(pid))).toBe(true);
  expect(new Set([...own, process.pid]).size).toBe(3);
});

test("CPU time of a busy trainer grows", PATIENCE, async () => {
  await launcher.start(runDir, { program: process.execPath, args: ["-e", "for (;;);"] }, process.env);
  await untilRunning();
  await eventually("it used CPU time", async () => ((await launcher.cpuSeconds(runDir)) ?? 0) > 0.05);
});
