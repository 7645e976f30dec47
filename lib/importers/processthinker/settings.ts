import type { EncodedNumber, RewardParts } from "@/lib/contracts";
import { numberOf } from "../values";
import type { RewardRecord } from "./records";
import type { RewardSigns } from "./scan";

type Logged = EncodedNumber | null | undefined;

/** How a training was set up, as far as its log gives it away. */
export interface Settings {
  /** Whether answers were graded at all; where not, every `acc_reward` is a 0 that nobody computed. */
  outcome: "graded" | "not graded" | "unknown";
  /** Whether continuations were sampled. */
  process: boolean;
  /** Whether a low process reward was replaced by the bonus, negative. */
  gate: boolean;
}

const NEAR = 1e-6;
/** The published code's threshold of the gate. */
const TAU = 0.5;

const isSet = (value: Logged) => Math.abs(numberOf(value) ?? 0) > NEAR;
const differ = (a: Logged, b: Logged) => Math.abs((numberOf(a) ?? 0) - (numberOf(b) ?? 0)) > NEAR;

/** What the rewards of one segment tell about its settings; responses of invalid format tell nothing. */
export function settingsOf(signs: readonly RewardSigns[], hasRollouts: boolean): Settings {
  const valid = signs.filter(({ format_valid }) => numberOf(format_valid) === 1);
  return {
    outcome: outcomeOf(valid),
    process:
      hasRollouts ||
      valid.some(({ cot_reward_raw, cot_reward }) => isSet(cot_reward_raw) || isSet(cot_reward)),
    gate: valid.some((s) => differ(s.cot_reward, s.cot_reward_raw) || differ(s.acc_reward, s.acc_reward_raw)),
  };
}

/**
 * A graded answer leaves a trace: one that is right, or a penalty. Where all are 0, the weights decide:
 * r2 = w_outcome * 0 + w_process * process + bonus, and both weights add up to 1.
 */
function outcomeOf(valid: readonly RewardSigns[]): Settings["outcome"] {
  if (valid.some(({ acc_reward_raw, acc_reward }) => isSet(acc_reward_raw) || isSet(acc_reward)))
    return "graded";
  const telling = valid.find(({ cot_reward }) => isSet(cot_reward));
  const [process, r2] = [numberOf(telling?.cot_reward), numberOf(telling?.r2)];
  if (process === null || r2 === null) return "unknown";
  const weight = (r2 - (numberOf(telling?.step_bonus) ?? 0)) / process;
  return Math.abs(weight - 1) < 1e-3 ? "not graded" : "graded";
}

/** A record that the published code wrote when it failed: all zeros, its count of steps too. */
export function isFailure({ rewards }: RewardRecord, steps: number): boolean {
  return numberOf(rewards.format_valid) === 0 && numberOf(rewards.step_count) === 0 && steps > 0;
}

/** 1 right, 0 wrong; null where nobody graded it: the log has 0 there. */
export function outcomeIn({ rewards }: RewardRecord, { outcome }: Settings): EncodedNumber | null {
  return numberOf(rewards.format_valid) === 1 && outcome === "graded"
    ? (rewards.acc_reward_raw ?? null)
    : null;
}

/** The parts of a reward as they were trained with; what was not computed is null and not the logged 0. */
export function partsOf(record: RewardRecord, settings: Settings): RewardParts | null {
  const { rewards } = record;
  if (rewards.overall === null || rewards.overall === undefined) return null;
  const isValid = numberOf(rewards.format_valid) === 1;
  const graded = isValid && settings.outcome === "graded";
  const sampled = isValid && settings.process;
  return {
    reward: rewards.overall,
    format: rewards.format_reward ?? 0,
    formatValid: isValid,
    lengthValid: numberOf(rewards.length_valid) === 1,
    stepCount: isValid ? Math.max(0, Math.trunc(numberOf(rewards.step_count) ?? 0)) : 0,
    outcome: outcomeIn(record, settings),
    outcomeGated: graded ? (rewards.acc_reward ?? null) : null,
    process: sampled ? (rewards.cot_reward_raw ?? null) : null,
    processGated: sampled ? (rewards.cot_reward ?? null) : null,
    stepBonus: rewards.step_bonus ?? 0,
    gate: sampled && settings.gate ? gateOf(numberOf(rewards.cot_reward_raw)) : "off",
  };
}

const gateOf = (process: number | null) => (process !== null && process >= TAU ? "pass" : "fail");
