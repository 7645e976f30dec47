import type { ImportExample } from "./testing/example";

/** A question that two models solved, and one that one did. */
export const gsm8kSolutionsExample: ImportExample = {
  files: (words) => [
    {
      name: "example_model_solutions.jsonl",
      content: [
        {
          question: "What is 2+2?",
          ground_truth: "2 and 2 is 2+2 = <<2+2=4>>4\nA: 4",
          small: { is_correct: true, solution: `${words}\nSo it is <<2+2=4>>4\nA: 4` },
          large: { is_correct: false, solution: "😀 Two and two make five\n#### 5" },
        },
        {
          question: "What is 3+3?",
          ground_truth: "6\n#### 6",
          small: { is_correct: false, solution: "Three and three and three and" },
        },
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(""),
    },
  ],
  steps: (words) => [
    [words, "So it is <<2+2=4>>4"],
    ["😀 Two and two make five"],
    ["Three and three and three and"],
  ],
  lineBased: true,
  holds: "any",
};
