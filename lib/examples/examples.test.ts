import { describe, expect, it } from "vitest";
import { resultSetFile } from "@/lib/contracts/result-sets";
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

  const countOf = (cell: (typeof table.cells)[number]) =>
    countFromPercent(cell.percent ?? Number.NaN, cell.decimals, questions.get(cell.benchmark) ?? 0);

  it("has a count behind every cell but the one that is no whole count", () => {
    const uncounted = table.cells.filter((cell) => countOf(cell) === null);
    expect(uncounted).toMatchObject([{ arm: "base", benchmark: "videomathqa", percent: 25.2 }]);
  });

  it("says in a footnote where another count rounds to what is printed as well", () => {
    const disclosed = table.cells.flatMap((cell) => {
      const count = countOf(cell) ?? Number.NaN;
      const other = [count - 1, count + 1].find((each) => {
        const share = (100 * each) / (questions.get(cell.benchmark) ?? Number.NaN);
        return Math.abs(share - (cell.percent ?? Number.NaN)) <= 0.5 / 10 ** cell.decimals;
      });
      return other === undefined ? [] : [{ arm: cell.arm, either: [count, other].sort().join(" or ") }];
    });
    expect(disclosed.map(({ arm }) => arm)).toEqual(["video-r1-7b", "mixed"]);
    for (const { arm, either } of disclosed)
      expect(table.arms.find(({ key }) => key === arm)?.footnote).toContain(either);
  });
});
