import { describe, expect, it } from "vitest";
import { formatBytes, formatCompact, formatCount, formatShare, formatValue, plural } from "./number";
import { exactTime, formatDuration, relativeTime } from "./time";

describe("durations", () => {
  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [59_400, "59 s"],
    [60_000, "1 min 00 s"],
    [185_000, "3 min 05 s"],
    [3_600_000, "1 h 00 min"],
    [3_599_700, "1 h 00 min"],
    [90_000_000, "1 d 1 h"],
    [Number.NaN, "–"],
  ])("%d ms is %s", (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe("relative time", () => {
  const now = Date.parse("2026-01-02T00:00:00Z");
  it.each([
    [0, "just now"],
    [-20_000, "20 s ago"],
    [-300_000, "5 min ago"],
    [7_200_000, "in 2 h"],
    [-86_400_000 * 3, "3 d ago"],
  ])("%d ms away is %s", (offset, text) => expect(relativeTime(now + offset, now)).toBe(text));
  it("names the exact moment in UTC", () =>
    expect(exactTime("2026-01-02T03:04:05+01:00")).toBe("2026-01-02 02:04:05 UTC"));
});

describe("numbers", () => {
  it("never turns what is not finite into a number", () => {
    expect(formatValue(Number.NaN)).toBe("NaN");
    expect(formatValue(Number.NEGATIVE_INFINITY)).toBe("−∞");
    expect(formatCount(Number.POSITIVE_INFINITY)).toBe("∞");
    expect(formatShare(Number.NaN)).toBe("NaN");
  });
  it.each([
    [0.42346, "0.4235"],
    [0.00001234, "1.23e-5"],
    [-0.5, "−0.5000"],
    [12345.6, "12,346"],
    [0, "0"],
  ])("%d is %s", (value, text) => expect(formatValue(value)).toBe(text));
  it.each([
    [999, "999"],
    [12_345, "12.3k"],
    [999_600, "1.00M"],
    [4_560_000, "4.56M"],
  ])("%d is %s", (value, text) => expect(formatCompact(value)).toBe(text));
  it("formats shares, bytes and plurals", () => {
    expect(formatShare(0.423)).toBe("42.3%");
    expect(formatBytes(1536)).toBe("1.5 KiB");
    expect(plural(1, "run")).toBe("1 run");
    expect(plural(0, "run")).toBe("0 runs");
  });
});
