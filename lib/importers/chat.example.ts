import type { ImportExample } from "./testing/example";

/** One of OpenAI's shape with reasoning, one of ShareGPT's. */
export const chatExample: ImportExample = {
  files: (words) => [
    {
      name: "chats.jsonl",
      content: [
        {
          model: "a model",
          messages: [
            { role: "system", content: "Be brief." },
            { role: "user", content: [{ type: "text", text: "2+2?" }] },
            { role: "assistant", reasoning_content: `${words}\n\nso 4`, content: "It is 4." },
          ],
        },
        {
          conversations: [
            { from: "human", value: "1+3?" },
            { from: "gpt", value: "😀 One and three.\nFour." },
          ],
        },
      ]
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(""),
    },
  ],
  steps: (words) => [
    [words, "so 4"],
    ["😀 One and three.", "Four."],
  ],
  lineBased: true,
  holds: "any",
};
