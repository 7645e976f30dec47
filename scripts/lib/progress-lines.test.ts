import { describe, expect, it } from "vitest";
import type { AblationDetail, JobRow, RunRow } from "@/lib/contracts/workspace";
import { bar, clock, progressLines, runLine } from "./progress-lines";

const URL = "http://127.0.0.1:4173";

function run(change: Partial<RunRow> = {}): RunRow {
  const at = "2026-01-01T00:00:00.000Z";
  return {
    id: "run_aaaaaaaa",
    name: "mixed · seed 1",
    ablationId: "abl_aaaaaaaa",
    ablationName: "A",
    armId: null,
    armName: null,
    armPosition: null,
    seed: 1,
    stage: "grpo",
    status: "running",
    statusReason: "",
    trainStep: 75,
    plannedTrainSteps: 150,
    attempts: 1,
    hostName: null,
    modelId: "tiny",
    createdAt: at,
    startedAt: at,
    endedAt: null,
    updatedAt: at,
    metrics: {},
    ...change,
  };
}

function job(change: Partial<JobRow> = {}): JobRow {
  return {
    id: "job_aaaaaaaa",
    kind: "grpo",
    name: "train",
    runId: "run_aaaaaaaa",
    armId: null,
    seed: 1,
    status: "running",
    statusReason: "",
    attempts: 1,
    hostName: null,
    launcher: null,
    placed: false,
    launch: {},
    dependsOn: [],
    createdAt: "2026-01-01T00:00:00.000Z",
    startedAt: null,
    endedAt: null,
    ...change,
  };
}

const line = (r: RunRow, jobs: JobRow[], columns = 200) => runLine(r, jobs, URL, 14, columns);

describe("a run's line", () => {
  it("says what it does, how far it is and where its page is", () => {
    const text = line(run(), [job()]);
    expect(text).toContain("mixed · seed 1  training");
    expect(text).toContain("########--------");
    expect(text).toContain("75/150");
    expect(text).toContain(`${URL}/runs/run_aaaaaaaa`);
  });

  it("is not done before its evaluation is", () => {
    const trained = run({ status: "succeeded", trainStep: 150 });
    const ended = job({ status: "succeeded" });
    expect(line(trained, [ended, job({ kind: "evaluate", status: "queued" })])).toContain("to be evaluated");
    expect(line(trained, [ended, job({ kind: "evaluate" })])).toContain("evaluating");
    expect(line(trained, [ended])).toContain("done");
  });

  it("says why it failed", () => {
    expect(line(run({ status: "failed", statusReason: "out of memory" }), [])).toContain("out of memory");
  });

  it("fits a narrow terminal and still names the page", () => {
    const text = line(run(), [job()], 80);
    expect(text.length).toBeLessThanOrEqual(80);
    expect(text).toContain("/runs/run_aaaaaaaa");
  });

  it("shows a warm-up, which has no fixed end, without a share", () => {
    expect(line(run({ plannedTrainSteps: 0 }), [job({ kind: "sft" })])).toMatch(/warming up.*-{16} +75 /);
  });
});

it("the first line counts the jobs that ended, well or badly", () => {
  const jobs = [job({ status: "succeeded" }), job({ status: "failed" }), job({ status: "queued" })];
  const detail = { summary: { id: "abl_aaaaaaaa" }, runs: [run()], jobs } as unknown as AblationDetail;
  expect(progressLines(detail, URL, 61_000)[0]).toBe(
    `2 of 3 jobs ended after 1:01   ${URL}/ablations/abl_aaaaaaaa`,
  );
});

it("bars and clocks", () => {
  expect([bar(0, 4), bar(0.5, 4), bar(2, 4)]).toEqual(["----", "##--", "####"]);
  expect([clock(0), clock(59_999), clock(3_600_000)]).toEqual(["0:00", "0:59", "60:00"]);
});
