import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyConfig, anyGroups } from "../arbitrary-table";
import { buildTable } from "../response-table";
import { paper, row, settingsOf, whole } from "./fixture";
import { sensitivityOf } from "./index";

// The same cases on every run: a failure must be repeatable.
fc.configureGlobal({ seed: 20_261_120 });

describe("other settings", () => {
  it("passes more the lower tau is, all at 0, and moves nothing at the value in use", () => {
    fc.assert(
      fc.property(anyGroups, anyConfig, (groups, config) => {
        const { tau } = sensitivityOf(buildTable(groups), settingsOf(config));
        const passing = tau.map(({ gate }) => gate.pass);
        expect(passing).toEqual([...passing].sort((a, b) => b - a));
        expect(tau[0]?.gate).toMatchObject({ fail: 0, undetermined: 0 });
        const used = tau.find(({ value }) => value === config.tau);
        expect(used?.signs).toMatchObject({ flipped: 0, lost: 0, gained: 0, onlyBefore: 0, onlyAfter: 0 });
      }),
      { numRuns: 20 },
    );
  });

  it("varies K_max up to the longest continued trace, and what lost continuations are taken for", () => {
    const table = buildTable([
      whole(
        row([
          [3, 3],
          [0, 4],
          [0, 0],
        ]),
        row([
          [4, 4],
          [4, 4],
        ]),
      ),
    ]);
    const told = sensitivityOf(table, paper);
    expect(told.base).toMatchObject({ mostRequested: 4, mostSteps: 3, requested: 20, returned: 15 });
    expect(told.maxScoredSteps.map(({ value, gate }) => [value, gate.pass, gate.undetermined])).toEqual([
      [1, 2, 0],
      [2, 1, 1],
      [3, 1, 1],
    ]);
    expect(told.lost.map(({ value, gate }) => [value, gate.pass, gate.undetermined])).toEqual([
      ["missing", 1, 1],
      ["failures", 1, 0],
      ["successes", 2, 0],
    ]);
  });
});
