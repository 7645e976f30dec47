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
