import type { ImportExample } from "./testing/example";

const steps = (words: string) => [
  [words, "So it is 4."],
  ["2 and 2 is 5 😀.", "The answer is \\boxed{5}."],
];

/** Two solutions of one problem, the second wrong from its first step on. */
export const processbenchExample: ImportExample = {
  files: (words) => [
    {
      name: "gsm8k.jsonl",
      content: steps(words)
        .map((parts, i) => ({
          id: `gsm8k-${i}`,
          generator: `model ${i}`,
          problem: "What is 2+2?",
          steps: parts,
          final_answer_correct: i === 0,
          label: i === 0 ? -1 : 0,
        }))
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(""),
    },
  ],
  steps,
  lineBased: true,
  holds: "any",
};
