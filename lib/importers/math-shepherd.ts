import { z } from "zod";
import type { ImportedScorer, StepLabel } from "@/lib/contracts";
import { answerOf, otherFields, RECORD_ENDINGS, recordsHave } from "./data-sets";
import { shareOf } from "./detect";
import type { FileHead, ImportEvent, ImportFile, TraceImporter } from "./importer";
import { type RecordPlace, recordEvents } from "./json-records";
import { recordKeyOf } from "./record-key";
import { stepsFromParts } from "./segment";
import { labelOf } from "./values";

/** Ends every trace step of `input`; `label` has `+` or `-` in its place. */
const STEP_TAG = "ки";

/** Their labels are made by continuations of another model (right as soon as one of them is), not by people. */
const HARD_LABELS: ImportedScorer = { kind: "judge", name: "Math-Shepherd", version: "hard labels" };

const record = z.looseObject({
  input: z.string().includes(STEP_TAG, { error: `has no step tag ${STEP_TAG}` }),
  label: z.string(),
  task: z.string().nullish(),
});

const HELD = ["input", "label", "task"];

interface Piece {
  text: string;
  /** Null: it has no label. */
  label: StepLabel | null;
}

/** The text between the step tags, each with what `label` says in the tag's place; null where `label` is another text. */
function piecesOf(input: string, label: string): Piece[] | null {
  const texts = input.split(STEP_TAG);
  const tail = texts.pop() ?? "";
  const pieces: Piece[] = [];
  let at = 0;
  for (const text of texts) {
    const sign = label[at + text.length];
    if (!label.startsWith(text, at) || (sign !== "+" && sign !== "-")) return null;
    pieces.push({ text, label: sign === "+" ? "good" : "bad" });
    at += text.length + 1;
  }
  return [...pieces, { text: tail, label: null }];
}

const FIRST_STEP = /\bstep 1:/i;

/**
 * Where the question ends and the solution begins: at “Step 1:”, else behind the question mark. A tag within the question
 * is a fault of the data set: its label speaks of no step and is left out.
 */
function questionAndSteps(pieces: readonly Piece[]): { question: string; steps: Piece[] } | null {
  const named = pieces.findIndex(({ text }) => FIRST_STEP.test(text));
  const at = named === -1 ? 0 : named;
  const { text, label } = pieces[at] ?? { text: "", label: null };
  const cut = named === -1 ? text.indexOf("?") + 1 : text.search(FIRST_STEP);
  if (cut === 0 && named === -1) return null;
  const before = pieces.slice(0, at).map((piece) => piece.text);
  const steps = [{ text: text.slice(cut), label }, ...pieces.slice(at + 1)]
    .map((piece) => ({ ...piece, text: piece.text.trim() }))
    .filter((piece) => piece.text !== "");
  return { question: [...before, text.slice(0, cut)].join("").trim(), steps };
}

const STATED = /the answer is:?\s*(.+)$/is;

async function eventOf(read: z.infer<typeof record>, source: RecordPlace): Promise<ImportEvent> {
  const refused = (reason: string): ImportEvent => ({
    type: "rejected",
    ...source,
    reason,
    excerpt: read.input.slice(0, 200),
  });
  const pieces = piecesOf(read.input, read.label);
  if (!pieces) return refused(`label: is not the text of input with + or - in place of each ${STEP_TAG}`);
  const parts = questionAndSteps(pieces);
  if (!parts) return refused("input: no “Step 1:” and no question mark tell where the solution begins");
  const { response, spans } = stepsFromParts(
    parts.steps.map(({ text }) => text),
    "\n",
  );
  const task = labelOf(read.task, "unknown task");
  return {
    type: "trace",
    trace: {
      recordKey: await recordKeyOf(read.input, read.label),
      run: task,
      source,
      prompt: {
        dataset: "Math-Shepherd",
        family: read.task?.slice(0, 200) ?? null,
        messages: [{ role: "user", content: parts.question }],
      },
      response,
      answer: answerOf(STATED.exec(parts.steps.at(-1)?.text ?? "")?.[1]),
      traceSteps: spans.map((text, i) => ({ text, scores: scoresOf(parts.steps[i]?.label ?? null) })),
      scores: [
        { scorer: HARD_LABELS, firstError: parts.steps.findIndex(({ label }) => label === "bad") + 1 },
      ],
      extra: otherFields(read, HELD),
    },
  };
}

const scoresOf = (label: StepLabel | null) => (label === null ? [] : [{ scorer: HARD_LABELS, label }]);

async function* parse(files: readonly ImportFile[]): AsyncGenerator<ImportEvent> {
  yield* recordEvents(files, record, async function* (read, source) {
    yield await eventOf(read, source);
  });
  yield {
    type: "note",
    topic: "unknown",
    text: "Math-Shepherd holds labels and no counts: c_i, and whether an answer is right, are unknown.",
  };
}

/** Math-Shepherd (huggingface.co/datasets/peiyi9979/Math-Shepherd): solutions with automatic labels of each step. */
export const mathShepherd: TraceImporter = {
  format: "math-shepherd",
  title: "Math-Shepherd",
  about: `Solutions with a step tag “${STEP_TAG}” behind each step, and + or - in its place in a second text.`,
  endings: RECORD_ENDINGS,
  repeats: "duplicates",
  detect: (files) => Math.min(recordsHave(files, "input", "label"), shareOf(files, hasStepTag)),
  parse,
};

/** The tag as it is, or as JSON may escape it. */
function hasStepTag({ head }: FileHead): boolean {
  return /ки|\\u043a\\u0438/i.test(new TextDecoder().decode(head));
}
