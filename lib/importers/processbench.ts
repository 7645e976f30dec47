import { z } from "zod";
import type { ImportedScorer } from "@/lib/contracts";
import { otherFields, RECORD_ENDINGS, recordsHave } from "./data-sets";
import type { ImportEvent, TraceImporter } from "./importer";
import { type RecordPlace, recordEvents } from "./json-records";
import { recordKeyOf } from "./record-key";
import { stepsFromParts } from "./segment";
import { labelOf, outcomeOf } from "./values";

/** The people who marked the first wrong step. */
const ANNOTATORS: ImportedScorer = { kind: "human", name: "ProcessBench annotators", version: "" };

const record = z
  .looseObject({
    id: z.string().min(1).max(500).nullish(),
    generator: z.string().nullish(),
    problem: z.string(),
    steps: z.array(z.string()).max(10_000),
    final_answer_correct: z.boolean().nullish(),
    /** Index of the first wrong step from 0; -1: none is wrong; null: nobody said. */
    label: z.int().min(-1).nullable(),
  })
  .refine(({ label, steps }) => (label ?? -1) < steps.length, {
    path: ["label"],
    error: "names a step that the record does not have",
  });

const HELD = ["generator", "problem", "steps", "final_answer_correct", "label"];

async function* tell(read: z.infer<typeof record>, source: RecordPlace): AsyncGenerator<ImportEvent> {
  const { id, problem, steps, label } = read;
  const { response, spans } = stepsFromParts(steps, "\n\n");
  const generator = labelOf(read.generator, "unknown generator");
  yield {
    type: "trace",
    trace: {
      recordKey: id ?? (await recordKeyOf(generator, problem, steps)),
      run: generator,
      source,
      prompt: {
        dataset: "ProcessBench",
        family: id?.replace(/-\d+$/, "").slice(0, 200) ?? null,
        messages: [{ role: "user", content: problem }],
      },
      response,
      outcome: outcomeOf(read.final_answer_correct),
      modelId: read.generator ? generator : null,
      traceSteps: spans.map((text) => ({ text })),
      scores: label === null ? [] : [{ scorer: ANNOTATORS, firstError: label + 1 }],
      extra: otherFields(read, HELD),
    },
  };
}

/** ProcessBench (github.com/QwenLM/ProcessBench): a solution a record, with the first step that people found wrong. */
export const processbench: TraceImporter = {
  format: "processbench",
  title: "ProcessBench",
  about:
    "Solutions whose first wrong step people marked: the files of Qwen/ProcessBench, as lines or as an array.",
  endings: RECORD_ENDINGS,
  repeats: "duplicates",
  detect: (files) => recordsHave(files, "problem", "steps", "final_answer_correct", "label"),
  parse: (files) => recordEvents(files, record, tell),
};
