import type { ImportExample } from "./testing/example";

const steps = (words: string) => [
  [words, "So the answer is 4"],
  ["Two 😀 and two make five.", "So the answer is 5"],
];

/** Two chains of thought, the second with a mistake in its first step. */
export const bigBenchMistakeExample: ImportExample = {
  files: (words) => [
    {
      name: "sums.jsonl",
      content: steps(words)
        .map((parts, i) => ({
          input: "2 + 2 =",
          steps: parts,
          target: "4",
          answer: i === 0 ? "4" : "5",
          mistake_index: i === 0 ? null : 0,
        }))
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(""),
    },
  ],
  steps,
  lineBased: true,
  holds: "any",
};
