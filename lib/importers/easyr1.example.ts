import type { ImportExample } from "./testing/example";

const tagged = (words: string) => `<think><step>${words}</step><step>so 4</step></think><answer>4</answer>`;

/** Two validations of one prompt, dated by the log beside them. */
export const easyr1Example: ImportExample = {
  files: (words) => [
    {
      name: "run/experiment_log.jsonl",
      content:
        '{"step": 0, "val": {"reward_score": 1.0}}\n{"step": 5, "actor": {"lr": 1e-06}, "val": {"reward_score": 0.0}}\n',
    },
    {
      name: "run/generations.log",
      content: [words.includes("<") ? words : tagged(words), "😀 five\n\nno, six"]
        .map((output, i) => `[prompt] 2+2?\n[output] ${output}\n[ground_truth] 4\n[score] ${1 - i}.0\n\n`)
        .join(""),
    },
  ],
  steps: (words) => [
    [words, "so 4"],
    ["😀 five", "no, six"],
  ],
  lineBased: false,
  holds: "scalar",
};
