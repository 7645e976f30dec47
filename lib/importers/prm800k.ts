import { z } from "zod";
import type { ImportedScorer, ImportedTraceInput, StepLabel } from "@/lib/contracts";
import { answerOf, otherFields, RECORD_ENDINGS, recordsHave } from "./data-sets";
import type { ImportEvent, TraceImporter } from "./importer";
import { type RecordPlace, recordEvents } from "./json-records";
import { recordKeyOf } from "./record-key";
import { stepsFromParts } from "./segment";

const completion = z.looseObject({
  text: z.string(),
  rating: z.int().min(-1).max(1).nullish(),
  flagged: z.boolean().nullish(),
});

const labelledStep = z
  .looseObject({
    completions: z.array(completion).max(1_000).nullish(),
    human_completion: z.union([completion, z.string()]).nullish(),
    chosen_completion: z.int().min(0).nullish(),
  })
  .refine(({ chosen_completion: chosen, completions }) => (chosen ?? -1) < (completions?.length ?? 0), {
    path: ["chosen_completion"],
    error: "names a completion that the step does not have",
  });

const record = z.looseObject({
  labeler: z.string().nullish(),
  timestamp: z.string().nullish(),
  generation: z.int().nullish(),
  question: z.looseObject({
    problem: z.string(),
    ground_truth_answer: z.string().max(100_000).nullish(),
    pre_generated_steps: z.array(z.string()).nullish(),
  }),
  label: z.looseObject({
    steps: z.array(labelledStep).max(10_000),
    finish_reason: z.string().nullish(),
  }),
});

type Read = z.infer<typeof record>;
type Completion = z.infer<typeof completion>;
type LabelledStep = z.infer<typeof labelledStep>;

/** What stands in the trace at one step, and what else was there to choose from. */
interface Taken {
  own: Completion;
  others: readonly Completion[];
  tags: string[];
}

/**
 * The chosen completion, else the one that the labeler wrote. Where labelling ended at a step nothing is chosen: then the
 * one that the solution went on with, else the first. Null for a step without any text.
 */
function takenAt(step: LabelledStep, generated: string | undefined): Taken | null {
  const offered = step.completions ?? [];
  const written = step.human_completion;
  const chosen = offered[step.chosen_completion ?? -1];
  if (!chosen && written !== null && written !== undefined) {
    const own = typeof written === "string" ? { text: written } : written;
    return { own, others: offered, tags: ["written by the labeler"] };
  }
  const own = chosen ?? offered.find(({ text }) => text === generated) ?? offered[0];
  if (!own) return null;
  return {
    own,
    others: offered.filter((each) => each !== own),
    tags: chosen ? [] : ["labelling ended here"],
  };
}

const LABELS = new Map<number, StepLabel>([
  [1, "good"],
  [0, "neutral"],
  [-1, "bad"],
]);

function labelOf({ rating }: Completion): StepLabel | null {
  return rating === null || rating === undefined ? null : (LABELS.get(rating) ?? null);
}

/** Instructions differed between the two phases; only in the second one solutions came in generations. */
function phaseOf({ generation }: Read): string {
  return typeof generation === "number" ? "phase 2" : "phase 1";
}

function stepOf({ own, others, tags }: Taken, text: { start: number; end: number }, scorer: ImportedScorer) {
  const said = own.flagged ? [...tags, "flagged"] : tags;
  const label = labelOf(own);
  return {
    text,
    scores: label === null && said.length === 0 ? [] : [{ scorer, label, tags: said }],
    alternatives: others.map((other) => ({ text: other.text, scorer, label: labelOf(other) })),
  };
}

/** i of the first step rated -1; 0 where all are rated, none so, and labelling went on to a solution; else unknown. */
function firstErrorOf(taken: readonly Taken[], finish: string | null | undefined): number | null {
  const first = taken.findIndex(({ own }) => own.rating === -1);
  if (first !== -1) return first + 1;
  return finish === "solution" && taken.every(({ own }) => labelOf(own) !== null) ? 0 : null;
}

const FINAL = /(?:^|\n)# Answer\s*\n(.*)$/s;

async function traceOf(read: Read, taken: readonly Taken[], source: RecordPlace) {
  const { question, label } = read;
  const scorer: ImportedScorer = { kind: "human", name: "PRM800K labelers", version: phaseOf(read) };
  const { response, spans } = stepsFromParts(
    taken.map(({ own }) => own.text),
    "\n",
  );
  const firstError = firstErrorOf(taken, label.finish_reason);
  const trace: ImportedTraceInput = {
    recordKey: await recordKeyOf(read.labeler, read.timestamp, question.problem, response),
    run: typeof read.generation === "number" ? `phase 2, generation ${read.generation}` : "phase 1",
    source,
    prompt: {
      dataset: "PRM800K",
      messages: [{ role: "user", content: question.problem }],
      answer: answerOf(question.ground_truth_answer),
    },
    response,
    answer: answerOf(FINAL.exec(response)?.[1]),
    // "solution": labelling reached a step that ends in the right answer. All else says nothing of the answer.
    outcome: label.finish_reason === "solution" ? 1 : null,
    traceSteps: taken.map((each, i) => stepOf(each, spans[i] ?? { start: 0, end: 0 }, scorer)),
    scores: firstError === null ? [] : [{ scorer, firstError }],
    extra: {
      ...otherFields(read, ["question", "label"]),
      question: otherFields(question, ["problem", "ground_truth_answer"]),
      label: otherFields(label, ["steps"]),
    },
  };
  return trace;
}

async function* tell(read: Read, source: RecordPlace): AsyncGenerator<ImportEvent> {
  const { steps } = read.label;
  const generated = read.question.pre_generated_steps ?? [];
  const taken = steps.flatMap((step, i) => takenAt(step, generated[i]) ?? []);
  const textless = steps.findIndex((step, i) => takenAt(step, generated[i]) === null);
  if (textless !== -1 && textless < steps.length - 1)
    yield {
      type: "rejected",
      ...source,
      reason: `label.steps.${textless}: has neither a completion nor a written one, and steps follow it`,
      excerpt: read.question.problem.slice(0, 200),
    };
  else yield { type: "trace", trace: await traceOf(read, taken, source) };
}

/** PRM800K (github.com/openai/prm800k): solutions whose steps, and other candidates for them, people rated. */
export const prm800k: TraceImporter = {
  format: "prm800k",
  title: "PRM800K",
  about: "Solutions of which people rated each step and its alternatives: phase1_*.jsonl and phase2_*.jsonl.",
  endings: RECORD_ENDINGS,
  repeats: "duplicates",
  detect: (files) => recordsHave(files, "question", "problem", "label", "completions"),
  parse: (files) => recordEvents(files, record, tell),
};
