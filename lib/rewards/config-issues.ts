import type { RewardConfig } from "@/lib/contracts/reward-config";

/** One thing to know about a reward configuration, beside the field it concerns. */
export type ConfigIssue = {
  field: keyof RewardConfig;
  /** "error": a launch is refused. "note": allowed, and probably not what was meant. */
  level: "error" | "note";
  message: string;
};

/** lambda_outcome + lambda_process may miss 1 by this much: 0.1 + 0.9 in floats. */
const LAMBDA_SLACK = 1e-9;

/**
 * What is wrong or surprising in a reward configuration, in the order of the form. The errors are those of the contract's
 * schema (lib/contracts/reward-config.ts); the notes are facts of the formula that a schema cannot refuse.
 */
export function configIssues(config: RewardConfig): ConfigIssue[] {
  return [...errorsOf(config), ...notesOf(config)];
}

function errorsOf(c: RewardConfig): ConfigIssue[] {
  const found: [boolean, keyof RewardConfig, string][] = [
    [
      Math.abs(c.lambdaOutcome + c.lambdaProcess - 1) > LAMBDA_SLACK,
      "lambdaProcess",
      "λ outcome and λ process must add up to 1",
    ],
    [c.penaltyGate && !c.stepBonus, "stepBonus", "the gate pays −B(K), so it needs the step bonus"],
    [c.stepMax < c.stepMin, "stepMax", "Kmax format must not be below Kmin"],
    [c.lengthMax < c.lengthMin, "lengthMax", "Lmax must not be below Lmin"],
  ];
  return found.filter(([holds]) => holds).map(([, field, message]) => ({ field, level: "error", message }));
}

function notesOf(c: RewardConfig): ConfigIssue[] {
  const found: [boolean, keyof RewardConfig, string][] = [
    [
      c.stepBonus && c.stepMax === c.stepMin,
      "stepMax",
      "Kmax format equals Kmin: B(K) is 0, the bonus and the gate's penalty with it",
    ],
    [c.stepBonus && c.alpha === 0, "alpha", "α is 0: B(K) is 0, the bonus and the gate's penalty with it"],
    [
      c.lambdaProcess > 0 && c.maxScoredSteps < c.stepMax,
      "maxScoredSteps",
      `trace steps past ${c.maxScoredSteps} are not scored, though ${c.stepMax} are valid`,
    ],
    [
      c.penaltyGate && c.lambdaProcess > 0 && c.continuationsPerStep < 4,
      "continuationsPerStep",
      "with fewer than 4 continuations a step the gate often decides by luck",
    ],
    [c.penaltyGate && c.tau === 0, "tau", "τ is 0: the gate always passes"],
    [
      c.scheme !== "weighted" && c.lambdaProcess === 0,
      "scheme",
      "λ process is 0: a scheme changes the process part alone, which has no weight",
    ],
    [
      c.scheme === "clipped" && c.stepBonus && c.alpha > 0 && c.lambdaProcess > 0,
      "stepBonus",
      "under the clipped scheme no gate takes B(K) back: more trace steps are paid for whatever they are worth",
    ],
  ];
  return found.filter(([holds]) => holds).map(([, field, message]) => ({ field, level: "note", message }));
}
