import { describe, expect, it } from "vitest";
import { spansFromFirsts } from "./current-attempts";

describe("spansFromFirsts", () => {
  it("gives a single attempt everything from its first train step", () => {
    expect(spansFromFirsts([{ attemptId: "a", first: 1 }])).toEqual([{ attemptId: "a", from: 1, to: null }]);
  });

  it("cuts an earlier attempt where the later one resumed", () => {
    expect(
      spansFromFirsts([
        { attemptId: "a", first: 1 },
        { attemptId: "b", first: 21 },
      ]),
    ).toEqual([
      { attemptId: "a", from: 1, to: 21 },
      { attemptId: "b", from: 21, to: null },
    ]);
  });

  it("drops an attempt that a later one re-ran from the start, and one that stored nothing", () => {
    expect(
      spansFromFirsts([
        { attemptId: "a", first: 5 },
        { attemptId: "b", first: null },
        { attemptId: "c", first: 1 },
      ]),
    ).toEqual([{ attemptId: "c", from: 1, to: null }]);
  });
});
