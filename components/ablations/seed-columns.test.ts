import { describe, expect, it } from "vitest";
import type { AblationDetail, JobRow, SeedAddition } from "@/lib/contracts";
import { seedColumns } from "./seed-columns";

type Status = JobRow["status"];

function detail(jobs: [seed: number, kind: JobRow["kind"], status: Status][]): AblationDetail {
  const addition: SeedAddition = {
    at: "2026-11-20T12:00:00.000Z",
    seeds: [3],
    seedsBefore: 2,
    finishedSeeds: 2,
    evaluationsKnown: 4,
    codeVersion: "a",
    launchCodeVersion: "a",
    rewrite: "reused",
    environmentDifferences: [],
  };
  return {
    summary: {
      id: "abl_00000001",
      name: "a",
      description: "",
      profile: "tiny",
      seeds: [1, 2, 3],
      benchmarks: [],
      arms: [],
      runs: {},
      jobs: {},
      trainSteps: { done: 0, planned: 0 },
      createdAt: addition.at,
      startedAt: null,
      endedAt: null,
    },
    baselineArm: null,
    contrast: null,
    codeVersion: "",
    hostId: null,
    runs: [],
    jobs: jobs.map(([seed, kind, status], i) => ({
      id: `job_${i}`,
      kind,
      name: `${kind} ${i}`,
      runId: null,
      armId: null,
      seed,
      status,
      statusReason: "",
      attempts: 0,
      hostName: null,
      launcher: null,
      placed: false,
      launch: {},
      dependsOn: [],
      createdAt: addition.at,
      startedAt: null,
      endedAt: null,
    })),
    seedsAdded: [addition],
  };
}

describe("the columns of seeds", () => {
  it("say which seeds were added, and how far each is", () => {
    const columns = seedColumns(
      detail([
        [1, "rewrite", "succeeded"],
        [1, "sft", "succeeded"],
        [1, "evaluate", "succeeded"],
        [2, "sft", "succeeded"],
        [2, "evaluate", "running"],
        [3, "sft", "queued"],
      ]),
    );
    expect(columns).toEqual([
      { seed: 1, addedAt: null, status: "finished" },
      { seed: 2, addedAt: null, status: "1 of 2 jobs done" },
      { seed: 3, addedAt: "2026-11-20T12:00:00.000Z", status: "not begun" },
    ]);
  });
  it("put what failed first, and leave the rewriting to no seed", () => {
    const columns = seedColumns(
      detail([
        [1, "rewrite", "failed"],
        [1, "sft", "skipped"],
        [1, "evaluate", "skipped"],
        [2, "sft", "succeeded"],
        [2, "evaluate", "failed"],
        [3, "rewrite", "succeeded"],
      ]),
    );
    expect(columns.map((column) => column.status)).toEqual([
      "2 jobs without a result",
      "1 job without a result",
      "no job",
    ]);
  });
});
