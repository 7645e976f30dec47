import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anchorText, parseAnchor } from "./anchor";

describe("places in a trace", () => {
  it.each([
    ["#s3", { kind: "step", step: 3 }],
    ["#s3.c2", { kind: "continuation", step: 3, continuation: 2 }],
    ["#x120-180", { kind: "range", start: 120, end: 180 }],
  ])("reads %s", (hash, anchor) => expect(parseAnchor(hash)).toEqual(anchor));
  it.each(["", "#", "#s0", "#s3.c0", "#x5-5", "#x9-2", "#x-2", "#s3.c2.c1", "#S3", "#s99999999", "#step-2"])(
    "finds none in %s",
    (hash) => expect(parseAnchor(hash)).toBeNull(),
  );
  it("reads back what it writes", () => {
    const n = fc.integer({ min: 1, max: 999_999 });
    fc.assert(
      fc.property(n, n, (a, b) => {
        const range = { kind: "range" as const, start: a - 1, end: a - 1 + b };
        for (const anchor of [
          { kind: "step" as const, step: a },
          { kind: "continuation" as const, step: a, continuation: b },
          range,
        ])
          expect(parseAnchor(`#${anchorText(anchor)}`)).toEqual(anchor);
      }),
    );
  });
});
