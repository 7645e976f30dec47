import { z } from "zod";
import type { ImportedScorer } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { answerOf, otherFields, RECORD_ENDINGS, recordsHave, stemOf } from "./data-sets";
import type { ImportEvent, ImportFile, TraceImporter } from "./importer";
import { recordEvents } from "./json-records";
import { recordKeyOf } from "./record-key";
import { stepsFromParts } from "./segment";
import { labelOf } from "./values";

const ANNOTATORS: ImportedScorer = { kind: "human", name: "BIG-Bench-Mistake annotators", version: "" };
/** Of this task the data set's authors marked most traces by a program, and do not say which ones. */
const BY_PROGRAM = /dyck_languages/i;
const PROGRAM: ImportedScorer = {
  kind: "judge",
  name: "BIG-Bench-Mistake",
  version: "mostly marked by a program",
};

const record = z
  .looseObject({
    input: z.string(),
    steps: z.array(z.string()).max(10_000),
    target: z.string().max(100_000).nullish(),
    answer: z.string().nullish(),
    /** From 0; null: there is no mistake. */
    mistake_index: z.int().min(0).nullable(),
  })
  .refine(({ mistake_index, steps }) => (mistake_index ?? -1) < steps.length, {
    path: ["mistake_index"],
    error: "names a step that the record does not have",
  });

const HELD = ["input", "steps", "target", "answer", "mistake_index"];

/**
 * Right where answer and target are the same text but for blanks at their ends, as the data set's authors compared them;
 * without one of the two nobody can say.
 */
function outcomeOf(answer: string | null, target: string | null): number | null {
  return answer === null || target === null ? null : Number(answer === target);
}

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  let unanswered = 0;
  yield* recordEvents(files, record, async function* (read, source): AsyncGenerator<ImportEvent> {
    const task = labelOf(stemOf(source.file), "unknown task");
    const { input, steps, mistake_index: mistake } = read;
    const { response, spans } = stepsFromParts(steps, "\n");
    const answer = answerOf(read.answer);
    const target = answerOf(read.target);
    if (answer === null) unanswered += 1;
    yield {
      type: "trace",
      trace: {
        recordKey: await recordKeyOf(input, steps),
        run: task,
        source,
        prompt: {
          dataset: "BIG-Bench-Mistake",
          family: task,
          messages: [{ role: "user", content: input }],
          answer: target,
        },
        response,
        answer,
        outcome: outcomeOf(answer, target),
        traceSteps: spans.map((text) => ({ text })),
        scores: [
          {
            scorer: BY_PROGRAM.test(task) ? PROGRAM : ANNOTATORS,
            firstError: mistake === null ? 0 : mistake + 1,
          },
        ],
        extra: otherFields(read, HELD),
      },
    };
  });
  if (unanswered > 0)
    yield {
      type: "note",
      topic: "unknown",
      text: `${plural(unanswered, "record holds", "records hold")} no answer: whether that is right is unknown, not wrong.`,
    };
}

/** BIG-Bench-Mistake (github.com/WHGTyen/BIG-Bench-Mistake): a chain of thought a record, with its first mistake. */
export const bigBenchMistake: TraceImporter = {
  format: "big-bench-mistake",
  title: "BIG-Bench-Mistake",
  about: "Chains of thought whose first mistake people marked: a file of JSON lines for each task.",
  endings: RECORD_ENDINGS,
  repeats: "duplicates",
  detect: (files) => recordsHave(files, "input", "steps", "target", "mistake_index"),
  parse,
};
