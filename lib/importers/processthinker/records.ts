import { z } from "zod";
import { encodedNumber } from "@/lib/contracts";
import { findTags, trimBlanks } from "@/lib/traces";
import { BLANKS } from "@/lib/traces/tags";

const whole = z.int().min(0).max(2_147_483_647);
const number = encodedNumber.nullish();

/** A line of `rewards_YYYYMMDD.jsonl`. */
export const rewardRecord = z.looseObject({
  timestamp: z.string().nullish(),
  global_step: whole,
  sample_idx: whole,
  ground_truth: z.string().nullish(),
  problem: z.string(),
  response: z.string(),
  raw_response: z.string().nullish(),
  response_length_tokens: number,
  rewards: z.looseObject({
    overall: number,
    format_reward: number,
    format_valid: number,
    length_valid: number,
    step_count: number,
    acc_reward_raw: number,
    acc_reward: number,
    cot_reward_raw: number,
    cot_reward: number,
    step_bonus: number,
    r2: number,
  }),
});
export type RewardRecord = z.infer<typeof rewardRecord>;

/** A line of `process_rollouts_YYYYMMDD.jsonl`: one prefix of a response and what was sampled from it. */
export const rolloutRecord = z.looseObject({
  timestamp: z.string().nullish(),
  global_step: whole,
  sample_idx: whole,
  step_idx: whole.describe("from 0"),
  prefix_steps: z.array(z.string()).min(1),
  continuations: z.array(z.looseObject({ output: z.string(), accuracy: number })),
  prefix_score: number,
});
export type RolloutRecord = z.infer<typeof rolloutRecord>;

const AROUND_BRACKETS = new RegExp(`[${BLANKS}]*([<>/])[${BLANKS}]*`, "g");

/** What the published code does to a text before it looks for tags: blanks around `<`, `>` and `/` are eaten. */
export const normalized = (text: string): string => text.replace(AROUND_BRACKETS, "$1");

/** The trace steps that the published code saw in a response, as its prefixes hold them. */
export function scoredSteps(response: string): string[] {
  const think = /<think>(.*?)<\/think>/s.exec(normalized(response))?.[1] ?? "";
  return [...think.matchAll(/<step>(.*?)<\/step>/gs)]
    .map(([, body]) => trimBlanks(body ?? ""))
    .filter((body) => body !== "");
}

/**
 * What a continuation added: its text behind the prefix that it repeats, blanks aside.
 * @returns null where the text does not begin with that prefix
 */
export function addedBy(output: string, prefixSteps: readonly string[]): string | null {
  const tags = findTags(output);
  let at = 0;
  const take = (tag: string): string | null => {
    const next = tags.shift();
    if (next?.tag !== tag) return null;
    const before = output.slice(at, next.start);
    at = next.end;
    return trimBlanks(before);
  };
  if (take("<think>") !== "") return null;
  for (const step of prefixSteps) {
    if (take("<step>") !== "") return null;
    const body = take("</step>");
    if (body === null || normalized(body) !== normalized(step)) return null;
  }
  return output.slice(at);
}
