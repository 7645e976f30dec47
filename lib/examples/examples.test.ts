import { describe, expect, it } from "vitest";
import { resultSetFile } from "@/lib/contracts";
import { countFromPercent } from "@/lib/stats/counts-of-percent";
import { EXAMPLES } from "./index";
import { PROCESSTHINKER_TABLE_1 as table } from "./processthinker-table-1";

describe("the examples", () => {
  it.each(EXAMPLES.map((example) => [example.key, example] as const))("%s is a valid file", (_, { file }) => {
    expect(resultSetFile.parse(file)).toEqual(file);
  });

  it("have keys and projects of their own", () => {
    for (const of of ["key", "project"] as const)
      expect(new Set(EXAMPLES.map((example) => example[of])).size).toBe(EXAMPLES.length);
  });
});

describe("Table 1", () => {
  const questions = new Map(table.benchmarks.map((benchmark) => [benchmark.key, benchmark.questions]));

  it("has means over benchmarks as printed", () => {
    const meanOf = (arm: string) => {
      const own = table.cells.filter((cell) => cell.arm === arm);
      return own.reduce((sum, cell) => sum + (cell.percent ?? Number.NaN), 0) / own.length;
    };
    const printed = [51.2, 56.3, 53.83, 57.55, 57.91, 59.72];
    for (const [i, { key }] of table.arms.entries())
      expect(Math.abs(meanOf(key) - (printed[i] ?? Number.NaN))).toBeLessThanOrEqual(0.005 + 1e-9);
  });

  it("counts every cell but the one that is no whole count", () => {
    const uncounted = table.cells.filter((cell) => {
      const n = questions.get(cell.benchmark) ?? 0;
      return (cell.correct ?? countFromPercent(cell.percent ?? -1, cell.decimals, n)) === null;
    });
    expect(uncounted).toMatchObject([{ arm: "base", benchmark: "videomathqa", percent: 25.2 }]);
  });

  it("gives a count of its own only where two round to what is printed, and says so", () => {
    for (const { arm, benchmark, percent, decimals, correct } of table.cells) {
      if (correct === undefined) continue;
      const n = questions.get(benchmark) ?? 0;
      expect(countFromPercent(percent ?? -1, decimals, n)).toBeNull();
      expect(correct).toBe(Math.round(((percent ?? -1) * n) / 100));
      expect(table.arms.find(({ key }) => key === arm)?.footnote).toContain(`${correct} or ${correct + 1}`);
    }
  });
});
