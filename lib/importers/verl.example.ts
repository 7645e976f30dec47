import type { ImportExample } from "./testing/example";

const tagged = (words: string) => `<think><step>${words}</step><step>so 4</step></think><answer>4</answer>`;
const isClean = (words: string) => !words.includes("<");

/** Two groups of two at one train step, their lines mixed as a balanced batch has them. */
export const verlExample: ImportExample = {
  files: (words) => {
    const line = (input: string, output: string, score: number) =>
      `${JSON.stringify({ input, output, gts: "4", score, step: 3, acc: score === 1 })}\n`;
    const first = isClean(words) ? tagged(words) : words;
    return [
      {
        name: "3.jsonl",
        content: [
          line("2+2?", first, 1),
          line("1+3?", "One and three.\n\nFour.", 1),
          line("2+2?", "😀 five\n\nno, six", 0),
          line("1+3?", "five", 0),
        ].join(""),
      },
    ];
  },
  steps: (words) => [[words, "so 4"], ["One and three.", "Four."], ["😀 five", "no, six"], ["five"]],
  lineBased: true,
  holds: "any",
};
