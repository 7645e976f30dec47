import type { ImportExample } from "./testing/example";

const rated = (text: string, rating: number) => ({ text, rating, flagged: null });

/** A solution of phase 1, and one of phase 2 whose labelling ended at its first error. */
export const prm800kExample: ImportExample = {
  files: (words) => [
    {
      name: "phase2_test.jsonl",
      content: [
        {
          labeler: "one",
          timestamp: "2023-01-01T00:00:00",
          generation: null,
          is_quality_control_question: false,
          is_initial_screening_question: false,
          question: { problem: "What is 2+2?", ground_truth_answer: "4", pre_generated_steps: null },
          label: {
            steps: [
              {
                completions: [rated("Five.", -1), rated(words, 1)],
                human_completion: null,
                chosen_completion: 1,
              },
              {
                completions: [rated("It is 5 😀.", -1)],
                human_completion: { text: "It is 4.\n\n# Answer\n\n4", rating: null, source: "human" },
                chosen_completion: null,
              },
            ],
            total_time: 10,
            finish_reason: "solution",
          },
        },
        {
          labeler: "two",
          timestamp: "2023-01-02T00:00:00",
          generation: 3,
          is_quality_control_question: true,
          is_initial_screening_question: false,
          question: {
            problem: "What is 3+3?",
            ground_truth_answer: "6",
            pre_generated_steps: ["Three and three.", "7\n\n# Answer\n\n7"],
            pre_generated_answer: "7",
          },
          label: {
            steps: [
              { completions: [rated("Three and three.", 0)], human_completion: null, chosen_completion: 0 },
              {
                completions: [rated("7\n\n# Answer\n\n7", -1), rated("Six.", 1)],
                human_completion: null,
                chosen_completion: null,
              },
            ],
            total_time: 20,
            finish_reason: "found_error",
          },
        },
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(""),
    },
  ],
  steps: (words) => [
    [words, "It is 4.\n\n# Answer\n\n4"],
    ["Three and three.", "7\n\n# Answer\n\n7"],
  ],
  lineBased: true,
  holds: "any",
};
