import { describe, expect, it } from "vitest";
import { compareArms } from "@/lib/stats/ablation";
import { escapeLatex, resultsLatex } from "./latex";
import { resultsOf } from "./report-fixture";
import { resultsCsv } from "./tables";

const results = resultsOf({
  outcome: { sums: [200, 204, 198], words: [300, 310, 290] },
  "=cmd()|x_%": { sums: [260, 266, 257], words: [301, 309, 293] },
});
const comparison = compareArms(results);
const about = { caption: "50% & more_$#{}~^\\", source: "report\nrpt_1" };
const latex = resultsLatex(results, comparison, about);

describe("CSV", () => {
  const lines = resultsCsv(results, comparison).split("\r\n");

  it("carries counts, S, n, interval and what is random beside every estimate", () => {
    expect(lines[1]).toContain("accuracy,sums,outcome,3,400,50.1667,");
    expect(lines[1]).toContain('"new seeds, same questions",0,1: 200/400; 2: 204/400; 3: 198/400');
  });

  it("carries the verdict, p and Holm's family of every difference", () => {
    const difference = lines.find((line) => line.startsWith("difference,sums"));
    expect(difference).toContain("'=cmd()|x_%,outcome,declared,3,400,15.0833");
    expect(difference).toMatch(/,2,distinguishable,/);
  });

  it("gives an exploratory row no verdict, and Holm's p to the declared family alone", () => {
    const mean = lines.find((line) => line.startsWith("difference,mean over benchmarks"));
    expect(mean).toMatch(/,0\.\d{6},,1,exploratory,/);
    expect(lines.find((line) => line.startsWith("difference,sums"))).toMatch(/,0\.\d{6},0\.\d{6},2,/);
  });

  it("gives no p value where there is no verdict", () => {
    const two = resultsOf({ a: { sums: [1, 2] }, b: { sums: [30, 40] } });
    const row = resultsCsv(two, compareArms(two)).split("\r\n").at(-1);
    expect(row).toMatch(/"new seeds, same questions",,,1,not enough seeds/);
  });
});

/** Braces, environments and column counts: what a compiler would trip over. */
function faults(source: string): string[] {
  const found: string[] = [];
  const bare = source.replace(/(?<!\\)%.*$/gm, "").replace(/\\[\\{}%&$#_]/g, (m) => (m === "\\\\" ? m : ""));
  let depth = 0;
  for (const c of bare) {
    if (c === "{") depth += 1;
    if (c === "}") depth -= 1;
    if (depth < 0) found.push("a brace closes nothing");
  }
  if (depth !== 0) found.push("a brace stays open");
  if ((bare.match(/\$/g)?.length ?? 0) % 2 !== 0) found.push("mathematics stays open");
  const open: string[] = [];
  for (const [, kind, name] of bare.matchAll(/\\(begin|end)\{(\w+)\}/g)) {
    if (kind === "begin") open.push(name ?? "");
    else if (open.pop() !== name) found.push(`\\end{${name}} closes another`);
  }
  for (const [, columns = "", body = ""] of bare.matchAll(
    /\\begin\{tabular\}\{(\w+)\}([\s\S]*?)\\end\{tabular\}/g,
  ))
    for (const row of body.split("\n").filter((line) => line.endsWith("\\\\")))
      if (row.split("&").length !== columns.length) found.push(`a row of another width: ${row}`);
  return found;
}

describe("LaTeX", () => {
  it("is well formed, whatever names it has to print", () => {
    expect(faults(latex)).toEqual([]);
    expect(latex.match(/\\begin\{tabular\}/g)).toHaveLength(2);
    expect(escapeLatex("a_b\\c−1 < τ\n±2%")).toBe("a\\_b\\textbackslash{}c$-$1 $<$ $\\tau$ $\\pm$2\\%");
  });

  it("keeps its comment on one line", () => {
    expect(latex.split("\n")[0]).toBe("% report rpt_1");
  });

  it("gives S, n, intervals, and a footnote with the method and Holm's family", () => {
    expect(latex).toContain("$n=400$");
    expect(latex).toMatch(/outcome & 3 & \$50\.2\$ \$\[\d+\.\d, \d+\.\d\]\$/);
    expect(latex).toContain("Holm-adjusted over 2 declared comparisons at 0.05");
  });

  it("says that one run knows only its questions", () => {
    const one = resultsOf({ a: { sums: [200] }, b: { sums: [260] } });
    const text = resultsLatex(one, compareArms(one), about);
    expect(faults(text)).toEqual([]);
    const [accuracies = ""] = text.split("\\end{table}");
    expect(accuracies).toContain("]$$^\\dagger$");
    expect(accuracies).toContain("$^\\dagger$ one run: question noise only, retraining noise unknown.");
    expect(latex.split("\\end{table}")[0]).not.toContain("dagger");
  });
});
