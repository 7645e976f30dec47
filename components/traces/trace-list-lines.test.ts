import { describe, expect, it } from "vitest";
import { traceRowOf } from "./trace-list-fixture";
import { hasGroups, linesOf, nextTrace, valueOr } from "./trace-list-lines";

const rows = [
  traceRowOf({ id: "a", groupId: "g1", outcome: 1 }),
  traceRowOf({ id: "b", groupId: "g1", outcome: null, invalidReason: "no <answer>" }),
  traceRowOf({ id: "c", groupId: "g1", outcome: null }),
  traceRowOf({ id: "d", groupId: "g2", outcome: 0 }),
];

describe("linesOf", () => {
  it("heads each prompt group with its outcomes: invalid counts as wrong, unknown is left out", () => {
    const lines = linesOf(rows, true);
    expect(lines.map((l) => l.kind)).toEqual(["group", "trace", "trace", "trace", "group", "trace"]);
    expect(lines[0]).toMatchObject({ shown: 3, right: 1, graded: 2 });
    expect(lines[4]).toMatchObject({ shown: 1, right: 0, graded: 1 });
  });

  it("numbers traces without counting the heads", () => {
    const indices = linesOf(rows, true).flatMap((l) => (l.kind === "trace" ? [l.index] : []));
    expect(indices).toEqual([0, 1, 2, 3]);
  });

  it("has no heads when it does not group", () => {
    expect(linesOf(rows, false).map((l) => l.key)).toEqual(["a", "b", "c", "d"]);
  });

  it("gives a group that an order tears apart two heads with keys of their own", () => {
    const torn = linesOf(
      [rows[0], rows[3], rows[1]].filter((r) => r !== undefined),
      true,
    );
    const heads = torn.filter((l) => l.kind === "group");
    expect(heads).toHaveLength(3);
    expect(new Set(heads.map((h) => h.key)).size).toBe(3);
  });

  it("groups probe traces, which have no group, by prompt and train step", () => {
    const probe = (id: string, trainStep: number, promptId: string) =>
      traceRowOf({ id, origin: "probe", groupId: null, trainStep, promptId });
    const lines = linesOf([probe("a", 1, "p"), probe("b", 1, "q"), probe("c", 2, "q")], true);
    expect(lines.filter((l) => l.kind === "group")).toHaveLength(3);
  });

  it("is empty for nothing", () => expect(linesOf([], true)).toEqual([]));
});

describe("hasGroups", () => {
  it("needs two neighbours of one group", () => {
    expect(hasGroups(rows)).toBe(true);
    expect(hasGroups(rows.slice(2))).toBe(false);
    expect(hasGroups([])).toBe(false);
  });
});

describe("nextTrace", () => {
  it.each([
    ["j", null, 3, 0],
    ["j", 0, 3, 1],
    ["j", 2, 3, 2],
    ["k", 1, 3, 0],
    ["k", 0, 3, 0],
    ["x", 1, 3, null],
    ["j", null, 0, null],
  ])("%s from %s of %i leads to %s", (key, at, count, to) => expect(nextTrace(key, at, count)).toBe(to));
});

describe("valueOr", () => {
  it("names what is not a finite number, and never shows unknown as 0", () => {
    expect([valueOr("NaN", "unknown"), valueOr(null, "unknown"), valueOr(0, "unknown")]).toEqual([
      "NaN",
      "unknown",
      "0",
    ]);
  });
});
