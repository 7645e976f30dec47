import { describe, expect, it } from "vitest";
import type { QuestionRow, QuestionTable } from "@/lib/contracts/question-results";
import { resultsOf } from "../fixture";
import {
  checkpointId,
  checkpointsOf,
  crossTable,
  entriesOfPair,
  entriesOverSeeds,
  listedEntries,
  neighbour,
  pairsOverSeeds,
  pairToRead,
  sharedSeeds,
} from "./prepare-questions";

/** Answers as "10-": right, wrong, no verdict. */
const row = (arm: string, seed: number, answers: string): QuestionRow => ({
  arm,
  seed,
  runId: "run_00000001",
  evaluationId: `evl_${arm}${seed}`,
  right: [...answers].map((answer) => (answer === "1" ? 1 : 0)),
  graded: [...answers].map((answer) => (answer === "-" ? 0 : 1)),
});

const table: QuestionTable = {
  benchmark: "sums",
  questions: ["q-1", "q-2", "q-9", "q-10"].map((key) => ({ key, cluster: null })),
  rows: [
    row("outcome", 1, "1100"),
    row("outcome", 2, "100-"),
    row("process", 1, "0110"),
    row("process", 2, "0010"),
    row("process", 3, "1111"),
  ],
};
const facts = resultsOf({ outcome: [1], process: [1] });

describe("checkpointsOf", () => {
  const ids = (asked = { a: "", b: "" }, of = facts) => {
    const found = checkpointsOf(table, of, asked);
    return found && [checkpointId(found.a), checkpointId(found.b)];
  };

  it("takes the last arm against the baseline at their first shared seed", () => {
    expect(ids()).toEqual(["1:process", "1:outcome"]);
  });

  it("prefers the contrast declared before launch", () => {
    const contrast = { arm: "outcome", baseline: "process", benchmark: "sums" };
    expect(ids(undefined, { ...facts, contrast })).toEqual(["1:outcome", "1:process"]);
  });

  it("keeps what was asked for, two seeds of one arm too, and forgets what does not exist", () => {
    expect(ids({ a: "3:process", b: "2:process" })).toEqual(["3:process", "2:process"]);
    expect(ids({ a: "9:process", b: "2:outcome" })).toEqual(["1:process", "2:outcome"]);
  });

  it("has nothing to compare where only one checkpoint answered", () => {
    expect(
      checkpointsOf({ ...table, rows: [row("outcome", 1, "1111")] }, facts, { a: "", b: "" }),
    ).toBeNull();
  });
});

describe("entries", () => {
  it("over seeds count right seeds of the shared ones, and keep questions without a verdict apart", () => {
    expect(sharedSeeds(table, "process", "outcome")).toEqual([1, 2]);
    const entries = entriesOverSeeds(table, "process", "outcome");
    expect(entries.map(({ cell }) => cell)).toEqual(["0-2", "1-1", "2-0", "missing"]);
    expect(entries[3]?.b).toEqual({ right: 0, of: 1 });
    const counts = crossTable(entries, 2);
    expect(counts.flat().reduce((total, n) => total + n, 0)).toBe(3);
    expect(counts[2]?.[0]).toBe(1);
  });

  it("of a pair carry the outcome of each question as their list", () => {
    const [a, b] = [row("process", 1, "0110"), row("outcome", 2, "100-")];
    const entries = entriesOfPair(table, a, b, ["only-b", "only-a", "only-a", "missing"]);
    expect(entries.map((e) => e.difference)).toEqual([-1, 1, 1, null]);
    expect(entries[3]).toMatchObject({ cell: "missing", b: { of: 0 } });
  });
});

describe("pairToRead", () => {
  const pairs = pairsOverSeeds(table, "process", "outcome");
  it("opens the seed on which the arms differ, unless another is asked for", () => {
    expect(pairs.map(({ seed }) => seed)).toEqual([1, 2]);
    const sameFirst = pairs.map((pair) => (pair.seed === 1 ? { ...pair, b: pair.a } : pair));
    expect(pairToRead(pairs, 2, "")?.seed).toBe(1);
    expect(pairToRead(sameFirst, 2, "")?.seed).toBe(2);
    expect(pairToRead(pairs, 0, "2")?.seed).toBe(2);
    expect(pairToRead(pairs, 0, "77")?.seed).toBe(1);
  });

  it("falls back to the first where none differs, and to nothing without pairs", () => {
    expect(pairToRead(pairs, 3, "")?.seed).toBe(1);
    expect(pairToRead([], 0, "")).toBeUndefined();
  });
});

describe("listedEntries", () => {
  const entries = entriesOverSeeds(table, "process", "outcome");
  const keys = (wanted: Partial<Parameters<typeof listedEntries>[1]>) =>
    listedEntries(entries, { cell: null, search: "", order: "a", ...wanted }).map((e) => e.key);

  it("sorts by difference in either direction, what has no verdict on a side last", () => {
    expect(keys({})).toEqual(["q-9", "q-2", "q-10", "q-1"]);
    expect(keys({ order: "b" })).toEqual(["q-1", "q-2", "q-10", "q-9"]);
    const [first] = entries;
    if (!first) throw new Error("the table has questions");
    const unknown = { ...first, key: "q-0", difference: null };
    const all = listedEntries([unknown, ...entries], { cell: null, search: "", order: "b" });
    expect(all.at(-1)?.key).toBe("q-0");
  });

  it("counts in keys as people do, and searches and narrows", () => {
    expect(keys({ order: "key" })).toEqual(["q-1", "q-2", "q-9", "q-10"]);
    expect(keys({ search: " Q-1 ", order: "key" })).toEqual(["q-1", "q-10"]);
    expect(keys({ cell: "2-0" })).toEqual(["q-9"]);
    const prompts = new Map([
      ["q-2", "How many apples are left?"],
      ["q-9", "How many pears?"],
    ]);
    expect(keys({ search: "Many HOW", prompts, order: "key" })).toEqual(["q-2", "q-9"]);
    expect(keys({ search: "how q-9", prompts })).toEqual(["q-9"]);
  });

  it("walks from nowhere to the first and stops at the ends", () => {
    expect(neighbour(entries, null, 1)?.key).toBe("q-1");
    expect(neighbour(entries, "q-1", -1)?.key).toBe("q-1");
    expect(neighbour(entries, "q-2", 1)?.key).toBe("q-9");
    expect(neighbour([], "q-2", 1)).toBeUndefined();
  });
});
