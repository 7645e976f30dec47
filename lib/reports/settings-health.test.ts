import { describe, expect, it } from "vitest";
import type { FrozenRun, ReportContent } from "@/lib/contracts/report";
import { healthLines } from "./health";
import { reportOf, resultsOf } from "./report-fixture";
import { settingsTable } from "./settings";

const results = resultsOf({ outcome: { sums: [200, 204] }, process: { sums: [260, 266] } });

function run(arm: string | null, seed: number, config: Record<string, unknown>): FrozenRun {
  return {
    ...{ runId: `run_${arm ?? "sft"}000${seed}`, name: `${arm ?? "sft"} ${seed}`, arm, seed },
    ...{ stage: arm === null ? "sft" : "grpo", warmUpRunId: null, status: "succeeded", statusReason: "" },
    ...{ trainSteps: 60, plannedTrainSteps: 60, modelId: "m", codeVersion: "v", environment: {}, config },
    ...{ createdAt: "2026-01-01T00:00:00.000Z", startedAt: null, endedAt: null },
  };
}

describe("settings", () => {
  const shared = { grpo: { trainSteps: 60 }, start: "warm-up" };
  const runs = [
    run(null, 1, { sft: { learningRate: 0.001 } }),
    run("outcome", 1, { ...shared, reward: { lambdaProcess: 0, tau: 0.5 } }),
    run("outcome", 2, { ...shared, reward: { lambdaProcess: 0, tau: 0.5 } }),
    run("process", 1, { ...shared, reward: { lambdaProcess: 1, tau: 0.5 }, probe: null }),
  ];
  const table = settingsTable(runs, results);
  const row = (name: string) => table.rows.find((each) => each.name === name);

  it("sets the trained arms beside each other and marks what they differ in", () => {
    expect(table.columns).toEqual(["outcome", "process", "Warm-ups (SFT)"]);
    expect(row("reward.lambdaProcess")).toMatchObject({ values: ["0", "1", null], differs: true });
    expect(row("reward.tau")).toMatchObject({ values: ["0.5", "0.5", null], differs: false });
    expect(row("probe")).toMatchObject({ values: [null, "none", null], differs: true });
    expect(row("sft.learningRate")).toMatchObject({ values: [null, null, "0.001"], differs: false });
    expect(row("reward.tau")?.meaning).toContain("gate on R_proc");
  });

  it("shows both values where the seeds of one arm differ", () => {
    const odd = [...runs, run("process", 2, { ...shared, reward: { lambdaProcess: 1, tau: 0.7 } })];
    const tau = settingsTable(odd, results).rows.find((each) => each.name === "reward.tau");
    expect(tau).toMatchObject({ values: ["0.5", "0.5 | 0.7", null], differs: true });
  });
});

describe("data health", () => {
  const of = (changes: Partial<ReportContent["health"]>, facts = results) => {
    const content = reportOf(facts);
    const lines = healthLines({ ...content, health: { ...content.health, ...changes } });
    return (label: string) => lines.find((line) => line.label === label);
  };

  it("says what was looked at and found clean", () => {
    const clean = of({});
    expect(clean("Seeds without a result")).toMatchObject({ state: "ok" });
    expect(clean("Refused batches")).toMatchObject({ state: "ok" });
    expect(clean("NaN and infinities")).toMatchObject({ state: "ok" });
  });

  it("names every seed that has no result", () => {
    const lacking = {
      ...results,
      cells: results.cells.filter((cell) => cell.arm !== "process" || cell.seed === 1),
    };
    expect(of({}, lacking)("Seeds without a result")).toEqual({
      label: "Seeds without a result",
      state: "note",
      text: "process on sums: seed 2.",
    });
  });

  it("counts lost continuations as missing and truncated ones as failures", () => {
    const traces: ReportContent["health"]["traces"] = [
      {
        ...{ runId: "run_00000001", origin: "train", responses: 1000, truncated: 10, invalidFormat: 20 },
        ...{ withoutReward: 3, requested: 4000, returned: 3990, truncatedContinuations: 5 },
      },
      {
        ...{ runId: "run_00000001", origin: "probe", responses: 50, truncated: 0, invalidFormat: 0 },
        ...{ withoutReward: 0, requested: 100, returned: 50, truncatedContinuations: 0 },
      },
    ];
    const found = of({ traces });
    expect(found("Continuations")?.text).toBe(
      "10 of 4,000 requested were lost (0.3%): missing, never failures. 5 of 3,990 returned were truncated (0.1%): failures.",
    );
    expect(found("Training responses")).toMatchObject({ state: "note" });
    expect(found("Training responses")?.text).toContain("3 without a reward");
  });

  it("counts failed and open jobs, lost attempts and ungraded decodes", () => {
    const ungraded = {
      ...results,
      cells: results.cells.map((cell, i) => (i === 0 ? { ...cell, graded: 398, ungraded: 2 } : cell)),
    };
    const found = of(
      {
        jobs: [
          { kind: "sft", status: "succeeded", jobs: 2 },
          { kind: "grpo", status: "failed", jobs: 1 },
          { kind: "grpo", status: "running", jobs: 1 },
        ],
        attempts: { all: 6, jobsTriedAgain: 2, superseded: 1, lost: 1 },
      },
      ungraded,
    );
    expect(found("Jobs")).toMatchObject({
      state: "note",
      text: "2 jobs succeeded, 1 failed, cancelled or skipped, 1 not ended.",
    });
    expect(found("Attempts")?.text).toContain("2 jobs tried more than once");
    expect(found("Ungraded decodes")?.text).toContain("2 of 1,600 evaluation decodes (0.1%)");
  });
});
