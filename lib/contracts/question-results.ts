import { z } from "zod";
import { evaluationId, runId } from "./ids";
import { count, seed } from "./scalars";

/** One checkpoint's answers to a benchmark, in the order of its `questions`. */
const questionRow = z.strictObject({
  arm: z.string(),
  seed,
  runId,
  evaluationId,
  right: z.array(count).describe("right decodes per question"),
  graded: z.array(count).describe("decodes with a verdict per question; 0: missing, never wrong"),
});
export type QuestionRow = z.infer<typeof questionRow>;

/** A benchmark's table: checkpoints x questions. */
const questionTable = z.strictObject({
  benchmark: z.string().describe("as in the results"),
  questions: z.array(z.strictObject({ key: z.string(), cluster: z.string().nullable() })),
  rows: z.array(questionRow),
});
export type QuestionTable = z.infer<typeof questionTable>;

/** GET /api/v1/results/questions: every verdict behind the accuracies of a selection; imported results have none. */
export const questionResults = z.strictObject({ tables: z.array(questionTable) });
export type QuestionResults = z.infer<typeof questionResults>;

/** GET /api/v1/evaluations/{id}/questions: which question. The key is told by the question tables. */
export const evaluationQuestionQuery = z.strictObject({ question: z.string().min(1).max(4000) });

/** What one checkpoint answered to one question: every text as the model wrote it, hostile until segmented and escaped. */
export const evaluationQuestion = z.strictObject({
  evaluationId,
  runId,
  runName: z.string(),
  seed,
  trainStep: count.describe("of the evaluated checkpoint"),
  benchmark: z.strictObject({ key: z.string(), title: z.string() }),
  temperature: z.number(),
  question: z.string(),
  cluster: z.string().nullable(),
  prompt: z.string(),
  reference: z.string(),
  decodes: z.array(
    z.strictObject({
      decode: count,
      correct: z.boolean().nullable().describe("null: the verifier could not decide"),
      answer: z.string().nullable(),
      response: z.string(),
      responseTokens: count,
      formatValid: z.boolean(),
    }),
  ),
});
export type EvaluationQuestion = z.infer<typeof evaluationQuestion>;

/** GET /api/v1/evaluations/{id}/prompts: how each question begins, to be recognised in a list. The same for every checkpoint of a benchmark. */
export const evaluationPrompts = z.strictObject({
  evaluationId,
  prompts: z.array(
    z.strictObject({
      question: z.string().describe("key, as in the question tables"),
      prompt: z.string().describe("its first 160 characters"),
    }),
  ),
});
export type EvaluationPrompts = z.infer<typeof evaluationPrompts>;
