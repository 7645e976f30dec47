import { describe, expect, it } from "vitest";
import { parseNumber, showNumber } from "./number-text";

describe("parseNumber", () => {
  it.each([
    ["1e-4", 1e-4],
    [" 0.35 ", 0.35],
    ["0,35", 0.35],
    [".5", 0.5],
    ["5.", 5],
    ["-3", -3],
  ])("reads %s", (text, value) => expect(parseNumber(text)).toBe(value));

  it.each(["", "-", "1e", "abc", "1.2.3", "0x10", "1e999", "Infinity"])("refuses %s", (text) =>
    expect(parseNumber(text)).toBeNull(),
  );
});

describe("showNumber", () => {
  it("writes small numbers the way they are typed", () => {
    expect(showNumber(1e-4)).toBe("1e-4");
    expect(showNumber(0.5)).toBe("0.5");
    expect(showNumber(0)).toBe("0");
    expect(showNumber(null)).toBe("");
  });
  it("is undone by parseNumber", () => {
    for (const value of [0, 1, -2.5, 3e-5, 123456789, 1e21])
      expect(parseNumber(showNumber(value))).toBe(value);
  });
});
