import type { ImportExample } from "./testing/example";

const FIRST = "10 - 4 = 6 (left: 5 6 6)";

/** One puzzle with three samples, two of which begin alike. */
export const totGame24Example: ImportExample = {
  files: (words) => [
    {
      name: "gpt-4_naive_cot_sample_3.json",
      content: JSON.stringify(
        [
          {
            idx: 900,
            ys: [
              `Steps:\n${FIRST}\n${words}\nAnswer: (10 - 4) * 5 = 24`,
              `Steps:\n${FIRST}\n6 * 5 = 30 (left: 6 30)\n30 - 6 = 24 (left: 24)\nAnswer: (10 - 4) * 5 - 6 = 24`,
              "Steps: \n4 * 5 = 20 (left: 6 10 20)\n\n😀 There is no solution.",
            ],
            infos: [{ r: 0 }, { r: 1 }, { r: 0 }],
            usage_so_far: { completion_tokens: 10 },
          },
        ],
        null,
        4,
      ),
    },
  ],
  steps: (words) => [
    [FIRST, words],
    [FIRST, "6 * 5 = 30 (left: 6 30)", "30 - 6 = 24 (left: 24)"],
    ["4 * 5 = 20 (left: 6 10 20)", "😀 There is no solution."],
  ],
  lineBased: false,
  holds: "any",
};
