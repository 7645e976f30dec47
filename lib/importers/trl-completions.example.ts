import { parquetWriteBuffer } from "hyparquet-writer";
import type { ImportExample } from "./testing/example";

/** A group of two at one train step, with one reward function. */
export const trlCompletionsExample: ImportExample = {
  files: (words) => {
    const tagged = `<think><step>${words}</step><step>so 4</step></think><answer>4</answer>`;
    return [
      {
        name: "completions_00002.parquet",
        content: new Uint8Array(
          parquetWriteBuffer({
            columnData: [
              { name: "step", data: [2n, 2n], type: "INT64" },
              { name: "prompt", data: ["2+2?", "2+2?"], type: "STRING" },
              {
                name: "completion",
                data: [words.includes("<") ? words : tagged, "😀 five\n\nno, six"],
                type: "STRING",
              },
              { name: "accuracy_reward", data: [1, 0], type: "DOUBLE" },
              { name: "advantage", data: [0.75, -0.75], type: "DOUBLE" },
            ],
          }),
        ),
      },
    ];
  },
  steps: (words) => [
    [words, "so 4"],
    ["😀 five", "no, six"],
  ],
  lineBased: false,
  holds: "scalar",
};
