import { z } from "zod";
import { resultSetId } from "./ids";
import { count, isoTime, key, label } from "./scalars";

/** One reported accuracy. With `correct` it is a count; with `percent` alone the count is looked for, and may not exist. */
const reportedCell = z
  .strictObject({
    arm: key,
    benchmark: key,
    percent: z.number().min(0).max(100).optional().describe("accuracy as printed, in percent"),
    decimals: z.int().min(0).max(6).default(2).describe("digits printed behind the point"),
    correct: count.optional(),
  })
  .refine((cell) => cell.percent !== undefined || cell.correct !== undefined, {
    error: "percent or correct is needed",
    path: ["percent"],
  });

/** Whether count and percentage, where both are given, are one number: equal as far as the percentage is printed. */
function agree({ correct, percent, decimals }: z.infer<typeof reportedCell>, questions: number): boolean {
  if (correct === undefined || percent === undefined) return true;
  // The small number forgives what binary fractions do to a 5 behind the last digit.
  return Math.abs((100 * correct) / questions - percent) <= 0.5 / 10 ** decimals + 1e-9;
}

/** A file of reported results: one training run an arm, no seeds, no items. */
export const resultSetFile = z
  .strictObject({
    schemaVersion: z.literal(1),
    name: label,
    source: z.string().trim().min(1).max(1000).describe("where the numbers stand: paper, table, address"),
    note: z.string().max(10_000).default(""),
    arms: z
      .array(z.strictObject({ key, name: label, footnote: z.string().max(500).nullable().default(null) }))
      .min(1)
      .max(64),
    benchmarks: z
      .array(
        z.strictObject({
          key,
          title: label,
          questions: count.min(1),
          clusters: count.min(1).nullable().default(null),
        }),
      )
      .min(1)
      .max(64),
    baselineArm: key.nullable().default(null),
    cells: z.array(reportedCell).min(1).max(4096),
  })
  .superRefine((file, ctx) => {
    const arms = new Set(file.arms.map((arm) => arm.key));
    const sizes = new Map(file.benchmarks.map((benchmark) => [benchmark.key, benchmark.questions]));
    const seen = new Set<string>();
    const refuse = (path: (string | number)[], message: string) =>
      ctx.addIssue({ code: "custom", path, message });
    if (arms.size < file.arms.length) refuse(["arms"], "each arm key once");
    if (sizes.size < file.benchmarks.length) refuse(["benchmarks"], "each benchmark key once");
    if (file.baselineArm !== null && !arms.has(file.baselineArm))
      refuse(["baselineArm"], "must be one of the arms");
    for (const [i, cell] of file.cells.entries()) {
      if (!arms.has(cell.arm)) refuse(["cells", i, "arm"], "must be one of the arms");
      const questions = sizes.get(cell.benchmark);
      if (questions === undefined) refuse(["cells", i, "benchmark"], "must be one of the benchmarks");
      else if ((cell.correct ?? 0) > questions)
        refuse(["cells", i, "correct"], `more than the ${questions} questions of the benchmark`);
      else if (!agree(cell, questions))
        refuse(["cells", i, "correct"], `is not ${cell.percent}% of ${questions} questions`);
      const place = `${cell.arm} ${cell.benchmark}`;
      if (seen.has(place)) refuse(["cells", i], "each arm and benchmark once");
      seen.add(place);
    }
  });
export type ResultSetFile = z.infer<typeof resultSetFile>;

/** An imported set as listed. */
export const resultSetSummary = z.strictObject({
  id: resultSetId,
  name: z.string(),
  source: z.string(),
  project: z.string(),
  arms: count,
  benchmarks: count,
  example: z.boolean().describe("ships with Stepwell"),
  createdAt: isoTime,
});
export type ResultSetSummary = z.infer<typeof resultSetSummary>;

/** GET /api/v1/result-sets: the newest first. */
export const resultSetList = z.strictObject({ resultSets: z.array(resultSetSummary) });

/** GET /api/v1/result-sets/{id}: the file as it was given, defaults filled in. */
export const resultSetDetail = z.strictObject({ summary: resultSetSummary, file: resultSetFile });
export type ResultSetDetail = z.infer<typeof resultSetDetail>;

/** POST /api/v1/result-sets: 201 where it is new, 200 where the same content is there already. */
export const resultSetAnswer = z.strictObject({
  id: resultSetId,
  url: z.string().describe("page that shows it"),
  created: z.boolean(),
});
export type ResultSetAnswer = z.infer<typeof resultSetAnswer>;
