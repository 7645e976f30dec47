import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LONGEST_BACKOFF_MS } from "./lease-times";
import { nextTry } from "./next-try";

const policy = { limit: 3, backoffSeconds: 30 };

describe("the next try after a crash", () => {
  it("doubles its pause and ends at the limit", () => {
    const waits = [0, 1, 2, 3].map((used) => nextTry({ policy, used, progressed: false })?.waitMs ?? null);
    expect(waits).toEqual([30_000, 60_000, 120_000, null]);
  });

  it("begins the count anew after progress", () => {
    expect(nextTry({ policy, used: 3, progressed: true })).toEqual({ used: 1, waitMs: 30_000 });
  });

  it("is never given where the limit is 0, whatever was reached", () => {
    expect(nextTry({ policy: { ...policy, limit: 0 }, used: 0, progressed: true })).toBeNull();
  });

  it("comes at most `limit` times in a row, never later than an hour", () => {
    const crashes = fc.record({
      limit: fc.integer({ min: 0, max: 20 }),
      backoffSeconds: fc.integer({ min: 0, max: 86_400 }),
    });
    fc.assert(
      fc.property(crashes, (drawn) => {
        let used = 0;
        let tries = 0;
        for (;;) {
          const next = nextTry({ policy: drawn, used, progressed: false });
          if (!next) break;
          expect(next.waitMs).toBeGreaterThanOrEqual(0);
          expect(next.waitMs).toBeLessThanOrEqual(LONGEST_BACKOFF_MS);
          used = next.used;
          tries += 1;
        }
        expect(tries).toBe(drawn.limit);
      }),
    );
  });
});
