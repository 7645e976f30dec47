import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identify, isAlive, type ProcessIdentity, waitFor } from "./processes";
import { backoffMs, rotateLog, SupervisedChild } from "./supervise";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "stepwell-supervise-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function child(script: string, graceMs = 5_000) {
  const started: ProcessIdentity[] = [];
  const said: string[] = [];
  const one = new SupervisedChild({
    name: "It",
    command: [process.execPath, "-e", script],
    cwd: dir,
    env: process.env,
    log: join(dir, "log"),
    graceMs,
    onStart: (pid) => {
      const who = identify(pid);
      if (who) started.push(who);
    },
    say: (text) => said.push(text),
  });
  return { one, started, said };
}
const IDLE = "setInterval(() => {}, 1e6)";

describe("a supervised child", () => {
  it("starts again when it dies, and says so", async () => {
    const { one, started, said } = child(IDLE);
    one.start();
    process.kill(started[0]?.pid ?? 0, "SIGKILL");
    expect(await waitFor(() => started.length === 2, 10_000)).toBe(true);
    expect(said[0]).toContain("It ended (SIGKILL)");
    await one.stop();
    expect(started.filter((who) => isAlive(who))).toEqual([]);
  });

  it("stays down once stopped, and takes its own children with it", async () => {
    const nested = `const c = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(IDLE)}]); console.log(c.pid); ${IDLE}`;
    const { one, started } = child(nested);
    one.start();
    const log = join(dir, "log");
    await waitFor(() => /\d+\n/.test(readFileSync(log, "utf8")), 10_000);
    const grandchild = identify(Number(readFileSync(log, "utf8")));
    await one.stop();
    expect(grandchild && isAlive(grandchild)).toBe(false);
    expect(started).toHaveLength(1);
  });

  it("is killed when it ignores the request", async () => {
    const { one, started } = child(`process.on("SIGTERM", () => {}); console.log("up"); ${IDLE}`, 100);
    one.start();
    await waitFor(() => readFileSync(join(dir, "log"), "utf8").includes("up"), 10_000);
    await one.stop();
    expect(started.filter((who) => isAlive(who))).toEqual([]);
  });
});

describe("pauses between starts", () => {
  it("double up to half a minute", () => {
    expect([1, 2, 3, 20].map(backoffMs)).toEqual([500, 1000, 2000, 30_000]);
  });
});

it("a log that has grown too long becomes the previous one", () => {
  const log = join(dir, "web.log");
  writeFileSync(log, "0123456789");
  rotateLog(log, 10);
  expect(readFileSync(log, "utf8")).toBe("0123456789");
  rotateLog(log, 9);
  expect(readFileSync(`${log}.1`, "utf8")).toBe("0123456789");
});
