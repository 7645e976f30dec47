import { describe, expect, it } from "vitest";
import { PAPER_REWARD, type RunRow } from "@/lib/contracts";
import { prepareConfiguration } from "./prepare-configuration";

const run: RunRow = {
  ...{
    id: "run_00000001",
    name: "r",
    ablationId: "abl_00000001",
    ablationName: "a",
    armId: null,
    armName: null,
  },
  ...{ armPosition: null, seed: 1, stage: "grpo", status: "running", statusReason: "", trainStep: 1 },
  ...{ plannedTrainSteps: 60, attempts: 1, hostName: null, modelId: "", createdAt: "2026-01-01T00:00:00Z" },
  ...{ startedAt: null, endedAt: null, updatedAt: "2026-01-01T00:00:00Z", metrics: {} },
};
const detail = (config: Record<string, unknown>, environment: Record<string, string> = {}) => ({
  ...{ run, codeVersion: "abc", config, environment },
});
const rows = (sections: ReturnType<typeof prepareConfiguration>) => sections.flatMap((s) => s.rows);

describe("prepareConfiguration", () => {
  it("shows every constant of the reward with the contract's words", () => {
    const sections = prepareConfiguration(detail({ reward: PAPER_REWARD }), null);
    const reward = sections.find(({ key }) => key === "reward");
    expect(reward?.rows.map(({ name }) => name).sort()).toEqual(Object.keys(PAPER_REWARD).sort());
    expect(reward?.rows.find(({ name }) => name === "tau")).toMatchObject({
      meaning: expect.stringContaining("τ"),
      value: "0.5",
      other: undefined,
    });
  });

  it("loses no setting that it does not know, however deep", () => {
    const config = { novel: { deep: { x: [1, { y: 2 }] } }, start: "warm-up", probe: null, empty: {} };
    const shown = rows(prepareConfiguration(detail(config), null));
    const value = (name: string) => shown.find((row) => row.name === name)?.value;
    expect(value("novel.deep.x")).toBe('[1,{"y":2}]');
    expect(value("start")).toBe("warm-up");
    expect(value("empty")).toBe("none");
  });

  it("marks what differs from another run, and what only one of them has", () => {
    const mine = detail({ reward: { tau: 0.5, alpha: 0 }, start: "warm-up" });
    const other = detail({ reward: { tau: 0.7, alpha: 0 } });
    const differing = rows(prepareConfiguration(mine, other)).filter((row) => row.differs);
    expect(differing.map(({ name, value, other }) => [name, value, other])).toEqual([
      ["start", "warm-up", "–"],
      ["tau", "0.5", "0.7"],
    ]);
  });

  it("calls equal runs equal", () => {
    const both = detail({ reward: PAPER_REWARD, probe: null }, { torch: "2.13" });
    expect(rows(prepareConfiguration(both, both)).some((row) => row.differs)).toBe(false);
  });

  it("shows the environment that the trainer told", () => {
    const sections = prepareConfiguration(detail({}, { torch: "2.13" }), null);
    expect(sections.find(({ key }) => key === "environment")?.rows[0]).toMatchObject({
      name: "torch",
      value: "2.13",
    });
  });
});
