import { describe, expect, it } from "vitest";
import {
  countJunit,
  countPlaywright,
  countVitest,
  countWords,
  lastLine,
  runSuites,
  sum,
  withExit,
} from "./suite";

describe("counting what tools report", () => {
  it("vitest: a file that cannot be loaded is a failure", () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [
        { status: "passed", assertionResults: [{}] },
        { status: "failed", assertionResults: [] },
        { status: "failed", assertionResults: [{}] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it("pytest: errors are failures, skipped ones did not pass", () => {
    const xml =
      '<testsuites name="p"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10">';
    expect(countJunit(xml)).toEqual({ passed: 4, failed: 3, skipped: 3 });
  });

  it("Playwright", () => {
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
    expect(countPlaywright({ stats })).toEqual({ passed: 5, failed: 1, skipped: 2 });
  });

  it("a text: the last that it says counts", () => {
    expect(countWords("1 passed, 0 failed\n7 passed, 2 failed, 3 skipped\n")).toEqual({
      passed: 7,
      failed: 2,
      skipped: 3,
    });
    expect(countWords("crashed")).toBeNull();
  });

  it("a bad exit without a failed test is a failure", () => {
    expect(withExit({ passed: 5, failed: 0, skipped: 0 }, 1).failed).toBe(1);
    expect(withExit({ passed: 5, failed: 2, skipped: 0 }, 1).failed).toBe(2);
    expect(withExit({ passed: 5, failed: 0, skipped: 0 }, 0).failed).toBe(0);
  });
});

it("the last line names the skipped only where there are some", () => {
  const total = sum([
    { passed: 2, failed: 0, skipped: 0 },
    { passed: 3, failed: 1, skipped: 0 },
  ]);
  expect(lastLine(total)).toBe("5 passed, 1 failed");
  expect(lastLine({ ...total, skipped: 4 })).toBe("5 passed, 1 failed, 4 skipped");
});

describe("suites in their order", () => {
  const counts = { passed: 1, failed: 0, skipped: 0 };

  it("what runs beside others is waited for by what wants the machine for itself", async () => {
    const order: string[] = [];
    let shortEnded = () => {};
    const afterShort = new Promise<void>((resolve) => {
      shortEnded = resolve;
    });
    const suite = (name: string, until?: Promise<void>) => ({
      name,
      run: async () => {
        order.push(`${name} begins`);
        await until;
        order.push(`${name} ends`);
        if (name === "short") shortEnded();
        return counts;
      },
    });
    const total = await runSuites([
      { ...suite("waiting", afterShort), beside: true },
      suite("short"),
      { ...suite("last"), alone: true },
    ]);
    expect(order).toEqual([
      "waiting begins",
      "short begins",
      "short ends",
      "waiting ends",
      "last begins",
      "last ends",
    ]);
    expect(total).toEqual({ passed: 3, failed: 0, skipped: 0 });
  });

  it("a suite that throws has failed, and the others go on", async () => {
    const broken = {
      name: "broken",
      run: () => Promise.reject(new Error("on purpose")),
    };
    const total = await runSuites([
      { ...broken, beside: true },
      broken,
      { name: "fine", run: async () => counts },
    ]);
    expect(total).toEqual({ passed: 1, failed: 2, skipped: 0 });
  });
});
