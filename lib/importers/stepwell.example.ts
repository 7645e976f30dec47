import type { ImportedTraceInput } from "@/lib/contracts";
import { stepsFromParts } from "./segment";
import type { ImportExample } from "./testing/example";

function traceOf(recordKey: string, parts: string[]): ImportedTraceInput {
  const { response, spans } = stepsFromParts(parts, "\n");
  return {
    recordKey,
    run: "a model",
    source: { file: "traces.jsonl", line: 1 },
    prompt: { dataset: "d", messages: [{ role: "user", content: "2+2?" }], answer: "4" },
    response,
    traceSteps: spans.map((text) => ({ text })),
  };
}

const texts = (words: string) => [
  [words, "so it is 4"],
  ["😀 two and two", "make five"],
];

/** Two traces behind a header. */
export const stepwellExample: ImportExample = {
  files: (words) => [
    {
      name: "traces.jsonl",
      content: [
        { stepwell: "traces", version: 1, provenance: { selection: "all" } },
        ...texts(words).map((parts, i) => traceOf(`r${i}`, parts)),
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(""),
    },
  ],
  steps: texts,
  lineBased: true,
  holds: "any",
};
