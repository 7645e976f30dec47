import { describe, expect, it } from "vitest";
import { neighbourOf } from "./trail-nav";
import { nextStep } from "./use-step-cursor";

describe("the next trace of a list", () => {
  it("is none at the ends and outside of the list", () => {
    const ids = ["a", "b", "c"];
    expect([neighbourOf(ids, "b", -1), neighbourOf(ids, "b", 1)]).toEqual(["a", "c"]);
    expect([neighbourOf(ids, "a", -1), neighbourOf(ids, "c", 1), neighbourOf(ids, "z", 1)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe("the next trace step", () => {
  it("is the first or the last where the reader is at none, and stays at the ends", () => {
    expect([nextStep([1, 2, 3], null, 1), nextStep([1, 2, 3], null, -1)]).toEqual([1, 3]);
    expect([nextStep([1, 2, 3], 2, 1), nextStep([1, 2, 3], 3, 1), nextStep([1, 2, 3], 1, -1)]).toEqual([
      3, 3, 1,
    ]);
    expect([nextStep([], null, 1), nextStep([1, 2], 9, 1)]).toEqual([null, 1]);
  });
});
