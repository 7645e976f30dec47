import { describe, expect, it } from "vitest";
import { type RunRow, runsQuery } from "@/lib/contracts";
import { groupByArm, metricMean } from "./group-runs";
import { metricTitle } from "./metric-title";
import { apiQuery, type RunsState } from "./url-state";
import { MOST_PICKED, withPicked } from "./use-picked";

const AT = "2026-01-01T00:00:00.000Z";
function run(id: string, arm: [string, number] | null, metrics: RunRow["metrics"] = {}): RunRow {
  return {
    id,
    name: id,
    ablationId: "abl_00000001",
    ablationName: "a",
    armId: null,
    armName: arm?.[0] ?? null,
    armPosition: arm?.[1] ?? null,
    seed: 1,
    stage: arm ? "grpo" : "sft",
    status: "running",
    statusReason: "",
    trainStep: null,
    plannedTrainSteps: 1,
    attempts: 1,
    hostName: null,
    modelId: "",
    createdAt: AT,
    startedAt: null,
    endedAt: null,
    updatedAt: AT,
    metrics,
  };
}

describe("groupByArm", () => {
  it("takes imported traces for no warm-up", () => {
    const imported: RunRow = { ...run("i", null), stage: "import" };
    expect(groupByArm([run("w", null), imported], []).map(({ name }) => name)).toEqual(["Warm-up", "Import"]);
  });

  it("keeps the arms' order, the runs' order, and puts warm-ups last", () => {
    const groups = groupByArm(
      [run("w", null), run("b2", ["b", 1]), run("a", ["a", 0]), run("b1", ["b", 1])],
      [],
    );
    expect(groups.map((g) => [g.name, g.runs.map((r) => r.id)])).toEqual([
      ["a", ["a"]],
      ["b", ["b2", "b1"]],
      ["Warm-up", ["w"]],
    ]);
  });
});

describe("metricMean", () => {
  it("counts only runs that have a finite value", () =>
    expect(
      metricMean(
        [run("1", null, { m: 1 }), run("2", null, { m: 3 }), run("3", null, { m: "NaN" }), run("4", null)],
        "m",
      ),
    ).toEqual({
      mean: 2,
      n: 2,
    }));
  it("is null where there is none", () => expect(metricMean([run("1", null)], "m")).toBeNull());
});

describe("metricTitle", () => {
  it("knows the words, the trace steps, and leaves the rest", () => {
    expect(metricTitle("policy/kl")).toEqual({ title: "KL", unit: "nats" });
    expect(metricTitle("c/03").title).toBe("Mean c, trace step 3");
    expect(metricTitle("mine/own").title).toBe("mine/own");
  });
});

describe("apiQuery", () => {
  const state: RunsState = {
    q: "a b",
    status: ["running", "lost"],
    stage: [],
    ablation: "",
    arm: ["mixed"],
    seed: [1, 2],
    metrics: ["reward/mean", "c/01"],
    columns: [],
    group: "none",
    sort: "metric:reward/mean",
    dir: "asc",
    offset: 100,
  };
  it("is what the server's contract reads back", () => {
    const read = runsQuery.parse(Object.fromEntries(new URLSearchParams(apiQuery(state))));
    expect(read).toMatchObject({
      q: "a b",
      status: ["running", "lost"],
      stage: [],
      arm: ["mixed"],
      seed: [1, 2],
      metrics: ["reward/mean", "c/01"],
      sort: "metric:reward/mean",
      dir: "asc",
      offset: 100,
    });
    expect(read.ablation).toBeUndefined();
  });
});

describe("withPicked", () => {
  it("adds and takes away, each run once, and never more than a selection may hold", () => {
    expect([...withPicked(new Set(["a"]), ["a", "b"], true)]).toEqual(["a", "b"]);
    expect([...withPicked(new Set(["a", "b"]), ["a"], false)]).toEqual(["b"]);
    const many = Array.from({ length: MOST_PICKED + 5 }, (_, i) => `run_${i}`);
    expect(withPicked(new Set(), many, true).size).toBe(MOST_PICKED);
  });
});
