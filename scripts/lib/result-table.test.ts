import { describe, expect, it } from "vitest";
import type { AblationResults, ResultCell } from "@/lib/contracts/results";
import { alignColumns, resultText } from "./result-table";

function cell(arm: string, seed: number, correct: number): ResultCell {
  return {
    arm,
    seed,
    benchmark: "b",
    runId: "run_aaaaaaaa",
    evaluationId: "evl_aaaaaaaa",
    warmUpRunId: "run_bbbbbbbb",
    reportedPercent: null,
    trainStep: 10,
    correct,
    graded: 300,
    ungraded: 0,
    decodes: 1,
    temperature: 0,
  };
}

function results(cells: ResultCell[], failed = 0): AblationResults {
  const arm = (key: string, position: number) => ({
    key,
    armId: "arm_aaaaaaaa",
    name: key,
    position,
    sharesWarmUp: true,
    source: "trained" as const,
    origin: null,
  });
  return {
    ablationId: "abl_aaaaaaaa",
    name: "A",
    seeds: [1, 2, 3],
    arms: [arm("outcome-only", 0), arm("process-only", 1)],
    benchmarks: [{ key: "b", title: "Benchmark", questions: 300 }],
    cells,
    costs: [],
    baselineArm: "outcome-only",
    contrast: null,
    pending: 0,
    failed,
  };
}

describe("the result as text", () => {
  const full = results([
    ...[150, 156, 144].map((n, i) => cell("outcome-only", i + 1, n)),
    ...[210, 213, 207].map((n, i) => cell("process-only", i + 1, n)),
  ]);

  it("names mean, t interval, seeds and questions of every arm", () => {
    // Seeds at 50, 52 and 48 percent: t(0.975, 2) = 4.3027, half width 4.3027 * 0.02 / sqrt(3) = 4.97 points.
    const row = resultText(full)
      .split("\n")
      .find((l) => l.startsWith("outcome-only"));
    expect(row).toMatch(/50\.0%\s+\[45\.0%, 55\.0%\]\s+50\.0% 52\.0% 48\.0%\s+3\s+300/);
    expect(resultText(full)).toMatch(/Intervals: t over seeds, 95%/);
  });

  it("compares in words", () => {
    expect(resultText(full)).toMatch(
      /Comparisons\n- process-only against outcome-only, Benchmark: .*20\.0 points/,
    );
  });

  it("says where there is no result, and how many jobs ended without one", () => {
    const text = resultText(results([cell("outcome-only", 1, 150)], 2));
    expect(text).toMatch(/process-only\s+no result/);
    expect(text).toContain("2 jobs ended without a result.");
  });
});

it("columns are aligned by characters, not by bytes", () => {
  expect(
    alignColumns([
      ["a·", "1"],
      ["bbb", "22"],
    ]),
  ).toEqual(["a·     1", "bbb   22"]);
});
