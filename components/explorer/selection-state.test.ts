import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { traceSelection } from "@/lib/contracts";
import { addressChange, explorerHref, readSelection, selectionParams } from "./selection-state";

const fromAddress = (query: string) => readSelection(Object.fromEntries(new URLSearchParams(query)));

describe("the selection in the address", () => {
  it("reads numbers, words and lists", () => {
    const { selection, refused } = fromAddress("outcome=wrong&minMeanC=0.25&arms=mixed,process-only");
    expect(selection).toEqual({ outcome: "wrong", minMeanC: 0.25, arms: ["mixed", "process-only"] });
    expect(refused).toEqual([]);
  });

  it("names what cannot be read and keeps the rest", () => {
    const { selection, refused } = fromAddress("outcome=great&minMeanC=7&finish=stop");
    expect(selection).toEqual({ finish: "stop" });
    expect(refused.toSorted()).toEqual(["minMeanC", "outcome"]);
  });

  it("takes run= of other pages' links, unless the address names runs itself", () => {
    expect(readSelection({}, "run_00000001").selection.runs).toEqual(["run_00000001"]);
    expect(readSelection({ runs: "run_00000002" }, "run_00000001").selection.runs).toEqual(["run_00000002"]);
  });

  it("says the same after a way through the address", () => {
    const some = fc.record(
      {
        outcome: fc.constantFrom("right", "wrong", "unknown"),
        arms: fc.array(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), { minLength: 1, maxLength: 4 }),
        fromTrainStep: fc.nat(1_000_000),
        minMeanC: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000),
        minReward: fc.integer({ min: -90, max: 90 }).map((tenths) => tenths / 10),
        text: fc.stringMatching(/^[a-z&=+%,]{1,9}$/),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(some, (raw) => {
        const selection = traceSelection.parse(raw);
        expect(fromAddress(selectionParams(selection).toString()).selection).toEqual(selection);
      }),
    );
  });

  it("changes only what is named, and an empty list is no filter", () => {
    expect(addressChange({ outcome: "right", runs: [], minDrop: null, traces: ["a", "b"] })).toEqual({
      outcome: "right",
      runs: null,
      minDrop: null,
      traces: "a,b",
    });
  });

  it("links to itself", () => {
    expect(explorerHref({})).toBe("/traces");
    expect(explorerHref({ outcome: "wrong" }, "breaks")).toBe("/traces?outcome=wrong&view=breaks");
  });
});
