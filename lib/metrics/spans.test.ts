import { describe, expect, it } from "vitest";
import { currentSpansOf } from "./spans";

describe("currentSpansOf", () => {
  it("gives every train step to one attempt: the last that re-ran from there or before", () => {
    const attempts = [
      { attemptId: "a", first: 1 },
      { attemptId: "b", first: 51 },
      { attemptId: "c", first: 31 },
      { attemptId: "d", first: 90 },
    ];
    expect(currentSpansOf(attempts)).toEqual([
      { attemptId: "a", from: 1, to: 30 },
      { attemptId: "c", from: 31, to: 89 },
      { attemptId: "d", from: 90, to: null },
    ]);
  });

  it("lets a new start from the beginning replace everything", () => {
    const attempts = [
      { attemptId: "a", first: 1 },
      { attemptId: "b", first: 1 },
    ];
    expect(currentSpansOf(attempts)).toEqual([{ attemptId: "b", from: 1, to: null }]);
  });
});
