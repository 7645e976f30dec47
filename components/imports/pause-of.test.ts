import { describe, expect, it } from "vitest";
import { pauseOf } from "./pause-of";

const of = (status: "running" | "succeeded" | "receiving", interrupted = false) => ({ status, interrupted });

describe("pauseOf", () => {
  it("asks often while one is at work, now and then of an interrupted one, and never of those that ended", () => {
    expect(pauseOf([])).toBe(false);
    expect(pauseOf([of("succeeded"), of("receiving")])).toBe(false);
    expect(pauseOf([of("running", true)])).toBe(5_000);
    expect(pauseOf([of("running", true), of("running")])).toBe(1_000);
  });
});
