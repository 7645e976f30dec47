import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LaunchOptions } from "../../../lib/contracts";
import { isGroupAlive } from "../process-group";
import { startTimeOf } from "../process-identity.mjs";
import { type HeldAttempt, prepareRunDir } from "../run-directory";
import { eventually, freshFolder, PATIENCE, removeFolder } from "../testing/agent-process";
import { writeFakePython } from "../testing/fake-python";
import { makeLease } from "../testing/leases";
import { attemptEnv, trainerCommand } from "../trainer-command";
import { HOSTILE_TEXTS } from "./testing/hostile";
import type { Launcher } from "./types";

interface Way {
  /** Where its trainer finds a run directory, if that is another place than the agent's. */
  there?: (runDir: string) => string;
  /** Settings of a launch: some that it takes, with hostile values, and what the trainer sees of them. */
  taken: LaunchOptions;
  seenEnv?: Record<string, string>;
  /** Settings that it must refuse, with the words that name them. */
  refused: [words: string, launch: LaunchOptions][];
}

/** What every launcher must do; runs real processes. `open` gives a fresh launcher, as a restarted agent has. */
export function launcherConformance(
  name: string,
  open: () => Launcher,
  { there = (runDir) => runDir, taken, seenEnv = {}, refused }: Way,
): void {
  describe(`launcher ${name}`, PATIENCE, () => {
    let dataDir: string;
    let python: string;
    let prepared: HeldAttempt[];

    beforeEach(() => {
      dataDir = freshFolder();
      python = writeFakePython(dataDir);
      prepared = [];
    });
    afterEach(async () => {
      for (const { runDir } of prepared) await open().stop(runDir, { graceMs: 0 });
      removeFolder(dataDir);
    });

    const prepare = (way: string, threads: number | null = 1) => {
      const held = prepareRunDir(dataDir, makeLease({ dataDir, name: way, threads }), "http://127.0.0.1:1");
      prepared.push(held);
      return held;
    };
    const start = (held: HeldAttempt, launch: LaunchOptions = {}, args: readonly string[] = []) =>
      open().start(
        held.runDir,
        trainerCommand(python, "run", held.runDir, ...args),
        attemptEnv(process.env, held.token, held.spec.threads),
        launch,
      );
    const wherePwned = (held: HeldAttempt) =>
      [held.runDir, there(held.runDir), dataDir, process.cwd(), homedir()].filter((folder) =>
        existsSync(join(folder, "pwned")),
      );
    const stateOf = async ({ runDir }: HeldAttempt) => (await open().observe(runDir)).state;
    const started = (held: HeldAttempt) =>
      eventually("the trainer runs", () => existsSync(join(there(held.runDir), "seen.json")));
    const ended = (held: HeldAttempt) =>
      eventually("it ended", async () => ["exited", "gone"].includes(await stateOf(held)));
    const seen = (held: HeldAttempt) =>
      JSON.parse(readFileSync(join(there(held.runDir), "seen.json"), "utf8"));

    test("sees nothing in a run directory that was not started", async () => {
      expect(await stateOf(prepare("succeed"))).toBe("unstarted");
    });

    test.each([
      ["succeed", { exitCode: 0, signal: null }],
      ["crash", { exitCode: 1, signal: null }],
      ["segfault", { exitCode: null, signal: "SIGSEGV" }],
    ])("knows how it ended: %s", async (way, how) => {
      const held = prepare(way);
      await start(held);
      await ended(held);
      expect(await open().observe(held.runDir)).toMatchObject({ state: "exited", ...how });
    });

    test("a command that does not exist is an end, not a hang", async () => {
      const held = prepare("succeed");
      await open().start(held.runDir, { program: join(dataDir, "no such program"), args: [] }, process.env);
      await ended(held);
      expect(await open().observe(held.runDir)).toMatchObject({ state: "exited", exitCode: 127 });
    });

    test("started many times at once, it runs once", async () => {
      const held = prepare("until");
      await Promise.all([start(held), start(held), start(held), start(held)]);
      await start(held);
      await started(held);
      writeFileSync(join(there(held.runDir), "finish"), "7");
      await ended(held);
      expect(readFileSync(join(there(held.runDir), "starts"), "utf8")).toBe("x");
      expect(await open().observe(held.runDir)).toMatchObject({ state: "exited", exitCode: 7 });
    });

    test("asks first: a trainer that hears the cancel file ends by itself", async () => {
      const held = prepare("cancellable");
      await start(held);
      await started(held);
      await open().stop(held.runDir, { graceMs: 20_000 });
      expect(await open().observe(held.runDir)).toMatchObject({
        state: "exited",
        exitCode: 75,
        signal: null,
      });
    });

    test.each([
      ["obedient", "SIGTERM"],
      ["stubborn", "SIGKILL"],
    ])("then insists: %s is ended by %s", async (way, signal) => {
      const held = prepare(way);
      await start(held);
      await started(held);
      await open().stop(held.runDir, { graceMs: 50 });
      expect(await open().observe(held.runDir)).toMatchObject({ state: "exited", exitCode: null, signal });
    });

    test("an aborted signal skips the waiting", async () => {
      const held = prepare("stubborn");
      await start(held);
      await started(held);
      const force = new AbortController();
      const stopped = open().stop(held.runDir, { graceMs: 600_000, signal: force.signal });
      force.abort();
      await stopped;
      expect((await open().observe(held.runDir)).signal).toBe("SIGKILL");
    });

    test.each(["family", "abandon"])("leaves no process of its group behind: %s", async (way) => {
      const held = prepare(way);
      await start(held);
      await started(held);
      if (way === "family") await open().stop(held.runDir, { graceMs: 20_000 });
      await ended(held);
      expect(isGroupAlive(seen(held).pid)).toBe(false);
      // A zombie that init has not reaped yet is no living process.
      const child = Number(readFileSync(join(there(held.runDir), "child.pid"), "utf8"));
      expect(startTimeOf(child)).toBeNull();
    });

    test("stopped before it was started, it never starts", async () => {
      const held = prepare("succeed");
      await open().stop(held.runDir, { graceMs: 0 });
      await start(held);
      expect(await stateOf(held)).toBe("gone");
      expect(existsSync(join(there(held.runDir), "seen.json"))).toBe(false);
    });

    test("hostile names and values arrive as they are, and the token only by the environment", async () => {
      const hostile = `succeed $(touch pwned); \`id\` "'\\ && rm -rf / | \u0000\ud800 <script> ${"\u202e"} é\n-rf`;
      const held = prepare(hostile, 3);
      await start(held);
      await ended(held);
      const { argv, env, job } = seen(held);
      expect(job).toEqual(JSON.parse(readFileSync(join(there(held.runDir), "job.json"), "utf8")));
      expect(job.name).toBe(hostile.trim());
      expect(argv.slice(2)).toEqual(["-m", "stepwell_trainer", "run", there(held.runDir)]);
      expect(env).toMatchObject({ STEPWELL_RUN_TOKEN: held.token, OMP_NUM_THREADS: "3" });
      expect(existsSync(join(there(held.runDir), "pwned"))).toBe(false);
    });

    test("hostile arguments and settings of a launch arrive as they are", async () => {
      const held = prepare("succeed");
      await start(held, taken, HOSTILE_TEXTS);
      await ended(held);
      expect(await open().observe(held.runDir)).toMatchObject({ state: "exited", exitCode: 0 });
      expect(seen(held).argv.slice(-HOSTILE_TEXTS.length)).toEqual(HOSTILE_TEXTS);
      expect(seen(held).env).toMatchObject(seenEnv);
      expect(wherePwned(held)).toEqual([]);
    });

    test.each([
      ...refused,
      ["no-such-setting", { "no-such-setting": 1 }],
      ["$(touch pwned)", { "$(touch pwned)": "x" }],
    ] satisfies Way["refused"])(
      "a launch's wrong setting is named, and nothing starts: %s",
      async (words, launch) => {
        const held = prepare("succeed");
        await expect(start(held, launch)).rejects.toThrow(words);
        expect(["unstarted", "gone"]).toContain(await stateOf(held));
        expect(existsSync(join(there(held.runDir), "starts"))).toBe(false);
        expect(wherePwned(held)).toEqual([]);
      },
    );

    test("gives raw output from any offset", async () => {
      const held = prepare("binary");
      await start(held);
      await ended(held);
      const whole = await open().logs(held.runDir, { stdout: 0, stderr: 0 });
      expect([...whole.stderr]).toEqual([0, 1, 255, 254, 27, 91, 51, 49, 109, 104, 105, 10]);
      const tail = await open().logs(held.runDir, { stdout: whole.next.stdout, stderr: -3 });
      expect(tail.stderr.toString()).toBe("hi\n");
    });
  });
}
