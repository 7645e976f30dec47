import { describe, expect, it } from "vitest";
import type { RunLogLine } from "@/lib/contracts";
import { MOST_LINES, mergeLines } from "./merge-lines";

const line = (id: number): RunLogLine => ({
  ...{ id, at: "2026-01-01T00:00:00Z", level: "info", source: "stdout", jobKind: "grpo", attemptNumber: 1 },
  ...{ text: String(id), length: 1 },
});
const ids = (lines: RunLogLine[]) => lines.map((l) => l.id);

describe("mergeLines", () => {
  it("appends what is newer and puts what is older before", () => {
    expect(ids(mergeLines([line(3), line(4)], [line(5)]))).toEqual([3, 4, 5]);
    expect(ids(mergeLines([line(3), line(4)], [line(1), line(2)]))).toEqual([1, 2, 3, 4]);
  });

  it("keeps a line once that two pages hold, and a late one in its place", () => {
    expect(ids(mergeLines([line(1), line(4)], [line(3), line(4)]))).toEqual([1, 3, 4]);
  });

  it("keeps the newest where there are too many", () => {
    const many = Array.from({ length: MOST_LINES }, (_, i) => line(i));
    const merged = mergeLines(many, [line(MOST_LINES)]);
    expect([merged.length, merged[0]?.id, merged.at(-1)?.id]).toEqual([MOST_LINES, 1, MOST_LINES]);
  });
});
