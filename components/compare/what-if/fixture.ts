import { PAPER_REWARD, type WhatIfArm } from "@/lib/contracts";
import { toWhatIfSettings } from "@/lib/rewards/schemes";

const stored = toWhatIfSettings(PAPER_REWARD);

/** An arm of 804 responses in 101 groups, one of them incomplete, with τ raised from 0.5 to 0.75. For tests. */
export function whatIfArmFixture(changes: Partial<WhatIfArm> = {}): WhatIfArm {
  const moments = { mean: 1, sd: 0.5, n: 800 };
  return {
    arm: {
      ...{ key: "process-only", armId: null, name: "process-only", position: 3 },
      ...{ sharesWarmUp: true, source: "trained" as const, origin: null },
    },
    runs: [{ runId: "run_00000001", seed: 1, status: "succeeded", responses: 804 }],
    trainSteps: { from: 1, to: 10 },
    traceSampling: 0.5,
    stored,
    settings: { ...stored, tau: 0.75 },
    responses: 804,
    groups: 101,
    incompleteGroups: 1,
    withContinuations: 790,
    rewards: {
      before: moments,
      after: moments,
      histogram: { edges: [0, 1, 2], before: [300, 500], after: [400, 400] },
    },
    advantages: {
      before: moments,
      after: moments,
      histogram: { edges: [-1.5, -0.5, 0.5, 1.5], before: [200, 300, 300], after: [250, 200, 350] },
    },
    signal: {
      before: { groups: 100, withSignal: 90, allEqual: 8, fewerThanTwo: 2 },
      after: { groups: 100, withSignal: 85, allEqual: 12, fewerThanTwo: 3 },
    },
    unknown: {
      before: { all: 2, outcome: 0, gate: 2, process: 0 },
      after: { all: 4, outcome: 0, gate: 4, process: 0 },
    },
    signs: { n: 800, same: 640, flipped: 120, lost: 30, gained: 10, onlyBefore: 2, onlyAfter: 0 },
    ranks: {
      ...{ pairs: 2800, concordant: 2000, discordant: 300, tiedBoth: 300 },
      ...{ tiedBefore: 100, tiedAfter: 100, agreement: 0.82, tau: 0.71 },
    },
    examples: [
      {
        ...{ traceId: "trc_00000001", runId: "run_00000001", trainStep: 4 },
        advantage: { before: 1.2, after: -0.9 },
        reward: { before: 2.1, after: 0.9 },
        terms: [{ term: "process", before: 0.7, after: -0.5 }],
      },
    ],
    health: { rewards: 804, rewardsDiffer: 0, advantages: 798, advantagesDiffer: 0, traceIds: [] },
    ...changes,
  };
}
