import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRater, raterCookie } from "./rater-cookie";

describe("the rater's cookie", () => {
  it("brings a name back as it was, whatever is in it", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((s) => s.trim() === s && s !== "");
    fc.assert(
      fc.property(name, (given) => {
        const value = raterCookie(given).split(";")[0]?.split("=")[1];
        expect(parseRater(value)).toBe(given);
      }),
    );
  });
  it("is nobody where it is empty or broken", () => {
    for (const value of [undefined, "", "%", "%20"]) expect(parseRater(value)).toBeNull();
  });
});
