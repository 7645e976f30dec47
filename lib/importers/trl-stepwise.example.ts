import type { ImportExample } from "./testing/example";

const texts = (words: string) => [
  [words, "so 4"],
  ["😀 five", "six"],
];

/** Two records as JSON lines. */
export const trlStepwiseExample: ImportExample = {
  files: (words) => [
    {
      name: "stepwise.jsonl",
      content: texts(words)
        .map((completions) => `${JSON.stringify({ prompt: "2+2?", completions, labels: [true, false] })}\n`)
        .join(""),
    },
  ],
  steps: texts,
  lineBased: true,
  holds: "any",
};
