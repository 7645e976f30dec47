import { describe, expect, it } from "vitest";
import { compareArms } from "@/lib/stats/ablation";
import { tableLines, toCsv, toLatex, toMarkdown } from "./export-table";
import { resultsOf } from "./fixture";

const results = resultsOf({ outcome: [200, 204, 198], "=cmd()|x_%": [260, 266, 257] });
const lines = tableLines(results, compareArms(results));

describe("exports", () => {
  it("carry counts, S and n beside every estimate", () => {
    const [head, first] = toCsv(lines).split("\r\n");
    expect(head).toContain("right/graded by seed");
    expect(first).toContain("Sums,outcome,3,400,50.17,");
    expect(first).toContain("1: 200/400; 2: 204/400; 3: 198/400");
  });

  it("never hand a spreadsheet a formula", () => {
    expect(toCsv(lines)).toContain(",'=cmd()|x_%,");
  });

  it("escape what Markdown and LaTeX would read as markup", () => {
    expect(toMarkdown(lines)).toContain("=cmd()\\|x_%");
    expect(toLatex(lines)).toContain("=cmd()|x\\_\\%");
    expect(toLatex(lines).match(/\\\\$/gm)?.length).toBe(3);
  });
});
