import { describe, expect, it } from "vitest";
import { ALL_STATUSES } from "@/lib/domain/run-status";
import { overallStatus, statusParts, totalOf } from "./status-parts";

describe("statusParts", () => {
  it("has a part for every status there is", () => {
    expect(
      statusParts({})
        .map((p) => p.key)
        .sort(),
    ).toEqual([...ALL_STATUSES].sort());
  });
  it("keeps the counts", () => {
    const counts = { succeeded: 3, running: 2, failed: 1 };
    expect(statusParts(counts).reduce((sum, p) => sum + p.count, 0)).toBe(totalOf(counts));
  });
});

describe("overallStatus", () => {
  it.each([
    [{ running: 1, failed: 3, succeeded: 2 }, "running"],
    [{ queued: 1, succeeded: 2 }, "queued"],
    [{ succeeded: 2, failed: 1 }, "failed"],
    [{ succeeded: 2 }, "succeeded"],
    [{}, null],
  ])("of %j is %s", (counts, status) => expect(overallStatus(counts)).toBe(status));
  it("answers for every status alone", () => {
    for (const status of ALL_STATUSES) expect(overallStatus({ [status]: 1 })).toBe(status);
  });
});
