import type { ExplorerRow } from "@/lib/contracts";

/** A row of the list, for tests to change: right, valid, two scored trace steps. */
export function explorerRowOf(changes: Partial<ExplorerRow> = {}): ExplorerRow {
  return {
    ...{ id: "trc_00000001", runId: "run_00000001", promptId: "prm_00000001", origin: "train" },
    ...{
      trainStep: 12,
      sampleIndex: 0,
      modelId: null,
      source: null,
      promptPreview: "How many?",
      finishReason: "stop",
      valid: true,
    },
    ...{ outcome: 1, reward: 1.5, groupAdvantage: 0.4, responseTokens: 60, stepCount: 2 },
    ...{ scoreSource: "continuations", solvability: "yMg=", meanC: 1, largestDrop: 0, largestDropStep: null },
    ...{ firstDropStep: null, fate: "kept", disagreement: null, raters: 0 },
    ...changes,
  };
}
