import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freshFolder, removeFolder } from "./testing/agent-process";
import { lastTouched, Watchdog } from "./watchdog";

describe("Watchdog", () => {
  const second = (n: number) => n * 1000;

  test("counts silence from the last change or CPU time", () => {
    const dog = new Watchdog();
    expect(dog.note({ atMs: 0, touchedAtMs: 5, cpuSeconds: 1 })).toBe(0);
    expect(dog.note({ atMs: second(30), touchedAtMs: 5, cpuSeconds: 1 })).toBe(second(30));
    expect(dog.note({ atMs: second(60), touchedAtMs: 6, cpuSeconds: 1 })).toBe(0);
    expect(dog.note({ atMs: second(90), touchedAtMs: 6, cpuSeconds: 11 })).toBe(0);
    expect(dog.note({ atMs: second(120), touchedAtMs: 6, cpuSeconds: 11 })).toBe(second(30));
  });
  test("threads that only wait are not a sign of life", () => {
    const dog = new Watchdog();
    dog.note({ atMs: 0, touchedAtMs: 5, cpuSeconds: 1 });
    expect(dog.note({ atMs: second(100), touchedAtMs: 5, cpuSeconds: 2 })).toBe(second(100));
  });
  test("goes by files alone where CPU time is unknown", () => {
    const dog = new Watchdog();
    dog.note({ atMs: 0, touchedAtMs: 5, cpuSeconds: null });
    expect(dog.note({ atMs: second(10), touchedAtMs: 5, cpuSeconds: 9 })).toBe(second(10));
  });
});

test("lastTouched sees output and spool", () => {
  const runDir = freshFolder();
  try {
    expect(lastTouched(runDir)).toBe(0);
    mkdirSync(join(runDir, "spool"));
    for (const [name, at] of [
      ["stdout.log", 100],
      ["spool/metrics-000001.jsonl", 300],
      ["job.json", 900],
    ] as const) {
      writeFileSync(join(runDir, name), "");
      utimesSync(join(runDir, name), at, at);
    }
    expect(lastTouched(runDir)).toBe(300_000);
  } finally {
    removeFolder(runDir);
  }
});
