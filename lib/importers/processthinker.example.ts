import type { ImportExample } from "./testing/example";

/** One response as its reward is logged. */
export function rewardLine(changes: Record<string, unknown> = {}, rewards: Record<string, unknown> = {}) {
  const response = "<think><step>a</step><step>b</step></think><answer>B</answer>";
  return {
    ...{
      timestamp: "2026-11-20T10:00:00",
      global_step: 1,
      sample_idx: 0,
      ground_truth: "<answer>B</answer>",
    },
    ...{ problem: "Which one?", response, raw_response: response, response_length_tokens: 300 },
    response_length_chars: response.length,
    rewards: {
      ...{
        overall: 1.75,
        format_reward: 1,
        r1: 0.5,
        beta: 0.5,
        format_valid: 1,
        length_valid: 1,
        step_count: 2,
      },
      ...{
        acc_reward_raw: 0,
        acc_reward: 0,
        cot_reward_raw: 0.75,
        cot_reward: 0.75,
        step_bonus: 0,
        r2: 0.75,
      },
      ...rewards,
    },
    ...changes,
  };
}

/** What was drawn from a prefix: one letter an answer, B is right. */
export function rolloutLine(prefix: string[], answers: string[], changes: Record<string, unknown> = {}) {
  const steps = prefix.map((step) => `<step>${step}</step>`).join("");
  return {
    ...{ timestamp: "2026-11-20T09:59:59", global_step: 1, sample_idx: 0, step_idx: prefix.length - 1 },
    prefix_steps: prefix,
    continuations: answers.map((answer) => ({
      output: `<think>${steps}<step>so</step></think><answer>${answer}</answer>`,
      accuracy: answer === "B" ? 1 : 0,
    })),
    prefix_score:
      answers.length === 0 ? 0 : answers.filter((answer) => answer === "B").length / answers.length,
    ...changes,
  };
}

const lines = (...records: object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join("");

const responseOf = (words: string) => `<think><step>${words}</step><step>b</step></think><answer>B</answer>`;

/** A response with its continuations, and one that nobody continued. */
export const processthinkerExample: ImportExample = {
  files: (words) => {
    const response = responseOf(words);
    return [
      {
        name: "process_rollouts_20261120.jsonl",
        content: lines(rolloutLine([words], ["B", "C"]), rolloutLine([words, "b"], ["B"])),
      },
      {
        name: "rewards_20261120.jsonl",
        content: lines(rewardLine({ response, raw_response: response }), rewardLine({ sample_idx: 1 })),
      },
    ];
  },
  steps: (words) => [
    [words, "b"],
    ["a", "b"],
  ],
  lineBased: true,
  holds: "any",
};
