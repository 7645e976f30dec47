import { describe, expect, it } from "vitest";
import { compareArms } from "@/lib/stats/ablation";
import { accuracyMarkdown } from "./accuracy-markdown";
import { resultsOf } from "./fixture";

describe("accuracyMarkdown", () => {
  const results = resultsOf({ outcome: [200, 204, 198], "a|b\nc": [] });
  const lines = accuracyMarkdown(results, compareArms(results)).split("\n");

  it("carries S, n, interval and counts beside the mean", () => {
    expect(lines[2]).toMatch(/^\| Sums \| outcome \| 3 \| 400 \| 50\.2 \| \[\d+\.\d, \d+\.\d\] \|/);
    expect(lines[2]).toContain("1: 200/400; 2: 204/400; 3: 198/400");
  });

  it("lets no name end a cell or a line, and leaves what is missing empty", () => {
    expect(lines).toHaveLength(4);
    expect(lines[3]).toContain("a\\|b c | 0 | 400 |  |  |");
  });
});
