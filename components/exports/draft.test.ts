import { describe, expect, it } from "vitest";
import { NEW_DRAFT, needsThreshold, optionsOf } from "./draft";

describe("the draft of an export", () => {
  it("gives the options that the format uses", () => {
    expect(optionsOf(NEW_DRAFT, ["rows", "labels"])).toEqual({
      options: { rows: "traces", labels: "people" },
    });
    expect(optionsOf({ ...NEW_DRAFT, margin: null }, ["rows"])).toEqual({ options: { rows: "traces" } });
  });

  it("says which field is wrong; an empty number is not 0", () => {
    const found = optionsOf({ ...NEW_DRAFT, margin: 2, minReturned: null }, ["margin", "minReturned"]);
    expect("problems" in found && [...found.problems.keys()].sort()).toEqual(["margin", "minReturned"]);
  });

  it("asks for a threshold where values become labels", () => {
    const kinds = new Map([
      ["scr_00000001", "prm"],
      ["scr_00000002", "human"],
    ]);
    expect(
      ["people", "c", "scr_00000001", "scr_00000002"].map((labels) => needsThreshold(labels, kinds)),
    ).toEqual([...[false, true, true, false]]);
  });
});
