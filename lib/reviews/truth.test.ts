import { describe, expect, it } from "vitest";
import type { StepLabel } from "@/lib/contracts";
import type { Judged } from "@/lib/domain/compare-judgements";
import { truthOfMajority } from "./truth";

const judged = (firstError: number | null, ...labels: (StepLabel | null)[]): Judged => ({
  firstError,
  labels: new Map(labels.flatMap((label, at) => (label === null ? [] : [[at + 1, label] as const]))),
});

describe("truthOfMajority", () => {
  it("needs more than half of those who say anything about the first error, by labels too", () => {
    const two = judged(2);
    const denies = judged(null, "good", "good", null);
    expect(truthOfMajority([two, denies], 3).firstError).toBeNull();
    expect(truthOfMajority([two, two, denies], 3).firstError).toBe(2);
    expect(truthOfMajority([two, judged(null, "good", null, null)], 3).firstError).toBe(2);
  });
});
