import { describe, expect, it } from "vitest";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { evaluationConfig } from "./training-config";

describe("how checkpoints are evaluated", () => {
  const accepts = (questions: number | null) =>
    evaluationConfig.safeParse({ ...TINY_SPEC.evaluation, questions }).success;

  it("asks one question or more, or all", () => {
    expect([accepts(1), accepts(null)]).toEqual([true, true]);
    // An evaluation of no questions would be complete and say nothing.
    expect(accepts(0)).toBe(false);
  });
});
