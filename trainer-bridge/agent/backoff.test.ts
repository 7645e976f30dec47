import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Backoff } from "./backoff";

describe("Backoff", () => {
  test("doubles up to its limit, with the jitter of the upper half", () => {
    const least = new Backoff(100, 1000, () => 0);
    const most = new Backoff(100, 1000, () => 1);
    expect(Array.from({ length: 6 }, () => least.next())).toEqual([50, 100, 200, 400, 500, 500]);
    expect(Array.from({ length: 6 }, () => most.next())).toEqual([100, 200, 400, 800, 1000, 1000]);
  });
  test("begins again after a success", () => {
    const backoff = new Backoff(100, 1000, () => 1);
    backoff.next();
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });
  test("never asks sooner than the server wants, nor later than its limit otherwise", () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.nat(5000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tries, atLeast, r) => {
          const backoff = new Backoff(10, 2000, () => r);
          for (let i = 0; i < tries; i++) backoff.next();
          const wait = backoff.next(atLeast);
          expect(wait).toBeGreaterThanOrEqual(atLeast);
          expect(wait).toBeLessThanOrEqual(Math.max(2000, atLeast));
        },
      ),
    );
  });
});
