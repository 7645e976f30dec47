import { describe, expect, it } from "vitest";
import { type Exit, exitVerdict } from "./exit-verdict";

const exit = (changes: Partial<Exit>): Exit => ({
  jobStatus: "running",
  kind: "grpo",
  exitCode: 0,
  signal: null,
  detail: "",
  drained: true,
  hasResult: true,
  ...changes,
});

describe("what an exit means", () => {
  it.each([
    ["0 with its result", {}, "succeed"],
    ["0 without its result", { hasResult: false }, "fail"],
    ["0 with events on the way", { drained: false }, null],
    ["75, told to stop by its host", { exitCode: 75 }, "pause"],
    ["75 with events on the way", { exitCode: 75, drained: false }, null],
    ["75 after a cancel", { exitCode: 75, jobStatus: "stopping" as const }, "fail"],
    ["a crash", { exitCode: 1, drained: false }, "fail"],
    ["a signal", { exitCode: null, signal: "SIGSEGV", drained: false }, "fail"],
    ["a signal with a code of 0", { exitCode: 0, signal: "SIGTERM" }, "fail"],
    ["an unknown code", { exitCode: null }, "fail"],
    ["0 with its result, while stopping", { jobStatus: "stopping" as const }, "succeed"],
    ["0 with its result, while pausing", { jobStatus: "pausing" as const }, "succeed"],
    ["75 after a pause", { exitCode: 75, jobStatus: "pausing" as const }, "pause"],
    [
      "killed at the end of its grace, while pausing",
      { signal: "SIGKILL", jobStatus: "pausing" as const },
      "pause",
    ],
    ["a crash while pausing", { exitCode: 1, jobStatus: "pausing" as const }, "fail"],
  ])("%s", (_, changes, event) => {
    expect(exitVerdict(exit(changes))?.event ?? null).toBe(event);
  });

  it.each([
    ["an exception", { exitCode: 1 }, true],
    ["killed for its memory", { exitCode: null, signal: "SIGKILL" }, true],
    ["an unknown end", { exitCode: null }, true],
    ["an invalid job", { exitCode: 78 }, false],
    ["never started", { exitCode: 71 }, false],
    ["no result", { hasResult: false }, false],
    ["cancelled", { exitCode: 1, jobStatus: "stopping" as const }, false],
    ["stopped by its host", { exitCode: 75 }, false],
  ])("may be tried again or not: %s", (_, changes, crash) => {
    expect(exitVerdict(exit(changes))?.crash).toBe(crash);
  });

  it("quotes the last line that says something, within bounds", () => {
    const verdict = exitVerdict(
      exit({ exitCode: 2, detail: `noise\nValueError: ${"x".repeat(9000)}\n\n  \n` }),
    );
    expect(verdict?.reason).toMatch(/^the trainer ended with code 2: ValueError: x+$/);
    expect(verdict?.reason.length).toBeLessThan(600);
  });

  it("says that a person wanted it, not that it crashed", () => {
    expect(exitVerdict(exit({ exitCode: null, signal: "SIGKILL", jobStatus: "stopping" }))?.reason).toBe(
      "cancelled on request",
    );
  });
});
