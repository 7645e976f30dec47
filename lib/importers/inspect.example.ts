import type { ImportExample } from "./testing/example";
import { zipOf } from "./testing/zip-of";

const texts = (words: string) => [
  [words, "so 4"],
  ["😀 one", "two"],
];

/** Two epochs of one sample. */
export const inspectExample: ImportExample = {
  files: (words) => [
    {
      name: "sums.eval",
      content: zipOf([
        ["header.json", { status: "success", eval: { task: "sums", model: "a model", eval_id: "e1" } }],
        ...texts(words).map(
          (parts, i) =>
            [
              `samples/1_epoch_${i + 1}.json`,
              {
                id: 1,
                epoch: i + 1,
                target: "4",
                messages: [
                  { role: "user", content: "2+2?" },
                  { role: "assistant", content: parts.join("\n\n") },
                ],
              },
            ] as const,
        ),
      ]),
    },
  ],
  steps: texts,
  lineBased: false,
  holds: "any",
};
