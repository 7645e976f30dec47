import type { ImportExample } from "./testing/example";

const steps = (words: string) => [
  [`Step 1: ${words}`, "Step 2: So it is 4. The answer is: 4"],
  ["Step 1: Two 😀 and two make five.", "Step 2: The answer is: 5"],
];

const QUESTION = "What is 2+2?";

function line(parts: readonly string[], signs: readonly string[]) {
  const text = (ends: readonly string[]) =>
    `${QUESTION} ${parts.map((part, i) => `${part} ${ends[i]}`).join("\n")}`;
  return { input: text(signs.map(() => "ки")), label: text(signs), task: "GSM8K" };
}

/** Two solutions of one question, the second without any continuation that is right. */
export const mathShepherdExample: ImportExample = {
  files: (words) => [
    {
      name: "math-shepherd.jsonl",
      content: steps(words)
        .map((parts, i) => line(parts, i === 0 ? ["+", "+"] : ["-", "-"]))
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(""),
    },
  ],
  steps,
  lineBased: true,
  holds: "any",
};
