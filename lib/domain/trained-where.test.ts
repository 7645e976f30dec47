import { describe, expect, it } from "vitest";
import type { AblationResults } from "@/lib/contracts";
import { hostsDiffer, trainedWhere } from "./trained-where";

const arm = (key: string, position: number): AblationResults["arms"][number] => ({
  key,
  armId: null,
  name: key.toUpperCase(),
  position,
  sharesWarmUp: true,
  source: "trained",
  origin: null,
});
const cell = (arm: string, seed: number, runId: string | null): AblationResults["cells"][number] => ({
  arm,
  seed,
  benchmark: "b",
  runId,
  evaluationId: null,
  warmUpRunId: null,
  trainStep: 1,
  correct: 1,
  reportedPercent: null,
  graded: 2,
  ungraded: 0,
  decodes: 1,
  temperature: 0,
});
const on = (runId: string, hostName: string) => ({ runId, hostName, launcher: "slurm" });

describe("where the arms of a comparison were trained", () => {
  it("counts each run once, whatever it was evaluated on", () => {
    const cells = [
      cell("a", 1, "r1"),
      cell("a", 1, "r1"),
      cell("a", 2, "r2"),
      cell("b", 1, "r3"),
      cell("c", 1, null),
    ];
    const arms = [arm("a", 0), arm("b", 1), arm("c", 2)];
    const found = trainedWhere({ arms, cells }, [on("r1", "x"), on("r2", "y"), on("r3", "x")]);
    expect(found.map(({ arm, hosts }) => [arm.name, hosts.map(({ name, runs }) => [name, runs])])).toEqual([
      [
        "A",
        [
          ["x", 1],
          ["y", 1],
        ],
      ],
      ["B", [["x", 1]]],
    ]);
    expect(hostsDiffer(found)).toBe(true);
    expect(hostsDiffer(found.slice(1))).toBe(false);
    expect(hostsDiffer([])).toBe(false);
  });
});
