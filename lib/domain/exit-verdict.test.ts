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
  ])("%s", (_, changes, event) => {
    expect(exitVerdict(exit(changes))?.event ?? null).toBe(event);
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
