import { describe, expect, it } from "vitest";
import { draftOf, namesIn, problemsOf, requestOf, shareOf } from "./set-draft";

const whole = { ...draftOf("random"), name: "First look", raters: "Ana, Ben" };

describe("the draft of a set", () => {
  it("is a request once it has a name and enough raters", () => {
    expect(problemsOf(whole, {})).toEqual([]);
    expect(requestOf(whole, { outcome: "wrong" })).toMatchObject({
      ...{ raters: ["Ana", "Ben"], overlap: 2, limit: 200, seed: 1, selection: { outcome: "wrong" } },
    });
  });
  it("says by field what is missing", () => {
    const fields = (changes: Partial<typeof whole>) =>
      problemsOf({ ...whole, ...changes }, {}).map(([field]) => field);
    expect(fields({ name: " " })).toEqual(["name"]);
    expect(fields({ raters: "" })).toContain("raters");
    expect(fields({ raters: "Ana, Ana" })).toEqual(["raters"]);
    expect(fields({ raters: "Ana" })).toEqual(["overlap"]);
    expect(fields({ raters: "Ana, Adjudicated" })).toEqual(["raters"]);
    expect(fields({ limit: 0 })).toEqual(["limit"]);
  });
  it("reads names between commas, and tells each one's share", () => {
    expect(namesIn(" Ana ,, Ben,")).toEqual(["Ana", "Ben"]);
    expect(shareOf({ ...whole, raters: "A, B, C" }, 100)).toBe(67);
    expect(shareOf({ ...whole, raters: "A" }, 100)).toBe(100);
    expect(shareOf({ ...whole, raters: "" }, 100)).toBeNull();
  });
});
