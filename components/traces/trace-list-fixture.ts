import type { SolvabilityCounts, TraceDetail, TraceRow } from "@/lib/contracts";
import { PAPER_REWARD } from "@/lib/contracts/reward-config";

/** Counts of one trace step, by default with nothing lost; `null` successes: not scored. */
export function countsOf(successes: number | null, returned = 4, requested = returned): SolvabilityCounts {
  if (successes === null) return { requested: 0, returned: 0, successes: 0, truncated: 0 };
  return { requested, returned, successes, truncated: 0 };
}

/** A valid, right response without trace steps, for tests to change. */
export function traceRowOf(changes: Partial<TraceRow> = {}): TraceRow {
  return {
    ...{ id: "trc_00000000", runId: "run_00000000", origin: "train", trainStep: 1, sampleIndex: 0 },
    ...{ groupId: "g1", promptId: "prm_00000000", promptPreview: "2+2?", family: null, reference: "4" },
    ...{ answer: "4", invalidReason: null, stepCount: 0, responseTokens: 10, reward: 1, outcome: 1 },
    ...{ process: null, gate: null, groupAdvantage: 0, steps: [] },
    ...changes,
  };
}

/** A trace whose trace steps have these counts and one-letter bodies, in a group with `right` of `graded`. */
export function traceDetailOf(
  counts: readonly SolvabilityCounts[],
  { right = 0, graded = 0, response = "abcdefgh" } = {},
): TraceDetail {
  const span = { tokens: null, straddled: false };
  return {
    row: traceRowOf({ stepCount: counts.length, steps: [...counts] }),
    run: {
      ...{ id: "run_00000000", name: "r", ablationId: "abl_00000000", ablationName: "a" },
      ...{ armId: null, armKey: "mixed", seed: 1 },
    },
    prompt: {
      id: "prm_00000000",
      media: [],
      key: "q",
      dataset: "d",
      family: null,
      messages: [{ role: "user", content: "2+2?" }],
      answer: "4",
    },
    ...{ response, textEscaped: false, finishReason: "stop", modelId: "run@1" },
    ...{ imported: null, scorers: [], alternatives: [], tokenScores: null },
    rewardParts: null,
    rewardConfig: PAPER_REWARD,
    traceSteps: counts.map((c, i) => ({ index: i + 1, text: { start: i, end: i + 1 }, ...span, ...c })),
    group: { id: "g1", mean: null, sd: null, n: 0, size: graded, right, graded, siblings: [] },
  };
}
