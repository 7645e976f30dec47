import { z } from "zod";
import { plural } from "@/lib/format/number";
import { answerOf, RECORD_ENDINGS, recordsHave } from "./data-sets";
import type { ImportEvent, ImportFile, TraceImporter } from "./importer";
import { recordEvents } from "./json-records";
import { recordKeyOf } from "./record-key";
import { inCodePoints } from "./segment";
import { textLines } from "./text-lines";
import { labelOf, outcomeOf } from "./values";

const HELD = ["question", "ground_truth"];
const solution = z.looseObject({ solution: z.string(), is_correct: z.boolean().nullish() });

/** Each other key of a record is a model. */
const record = z
  .object({ question: z.string(), ground_truth: z.string() })
  .catchall(solution)
  .refine((read) => Object.keys(read).length > HELD.length, { error: "holds no model's solution" });

/** The line that is the answer and no trace step: `A: 18`, or `#### 18` as the data set itself has it. */
const ANSWER = /^(?:A:|####)\s*(.*)$/s;

/** A solution's trace steps (its lines, but for the answer at its end) and its answer; null where it has none. */
function solved(text: string) {
  const lines = textLines(text);
  const found = ANSWER.exec(lines.at(-1)?.text ?? "");
  const steps = found ? lines.slice(0, -1) : lines;
  return { answer: answerOf(found?.[1]), spans: inCodePoints(text, steps), ended: found !== null };
}

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  let endless = 0;
  yield* recordEvents(files, record, async function* ({ question, ground_truth, ...models }, source) {
    for (const [model, { solution: response, is_correct, ...extra }] of Object.entries(models)) {
      const { answer, spans, ended } = solved(response);
      if (!ended) endless += 1;
      yield traceEvent({
        recordKey: await recordKeyOf(model, question, response),
        run: labelOf(model, "unnamed model"),
        source,
        prompt: {
          dataset: "GSM8K",
          messages: [{ role: "user", content: question }],
          answer: solved(ground_truth).answer,
        },
        response,
        answer,
        outcome: outcomeOf(is_correct),
        modelId: labelOf(model, "unnamed model"),
        traceSteps: spans.map((text) => ({ text })),
        extra: { groundTruth: ground_truth, ...extra },
      });
    }
  });
  if (endless > 0)
    yield {
      type: "note",
      topic: "unknown",
      text: `${plural(endless, "solution has", "solutions have")} no line “A: …” or “#### …” at the end: without an answer all lines are trace steps. Whether anything was cut off the file does not say.`,
    };
}

type Told = Extract<ImportEvent, { type: "trace" }>["trace"];
const traceEvent = (trace: Told): ImportEvent => ({ type: "trace", trace });

/** The model solutions of GSM8K (github.com/openai/grade-school-math): a question a record, one solution a model. */
export const gsm8kSolutions: TraceImporter = {
  format: "gsm8k-solutions",
  title: "GSM8K model solutions",
  about:
    "Questions with the solutions of several models: example_model_solutions.jsonl of openai/grade-school-math.",
  endings: RECORD_ENDINGS,
  repeats: "duplicates",
  detect: (files) => recordsHave(files, "question", "ground_truth", "solution", "is_correct"),
  parse,
};
