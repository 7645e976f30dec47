import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { and, eq, gt, isNotNull, lt, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { ablations, prompts, runs, scorers, stepScores, traceScores, traces } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { diskSource } from "./disk-source";
import { importSource } from "./import-source";

const FOLDER = fileURLToPath(new URL("../../../../shared/samples/", import.meta.url));

/** Counted in the files by a script of its own, which knows nothing of the importers. */
const SAMPLES = [
  {
    set: "big-bench-mistake",
    format: "big-bench-mistake",
    report: { rows: 600, traces: 600, traceSteps: 2_497 + 1_506, unknownOutcomes: 1 },
    stored: { runs: 2, prompts: 600, right: 45 + 45, unmarked: 6 + 62, marked: 294 + 238 },
    empirical: { steps: 0, single: 0, mixed: 0 },
  },
  {
    set: "gsm8k",
    format: "gsm8k-solutions",
    report: { rows: 1_319, traces: 5_276, traceSteps: 17_876, unknownOutcomes: 0 },
    stored: { runs: 4, prompts: 1_319, right: 2_001, unmarked: 0, marked: 0 },
    empirical: { steps: 0, single: 0, mixed: 0 },
  },
  {
    set: "game24",
    format: "tot-game24",
    report: { rows: 100, traces: 10_000, traceSteps: 34_153, unknownOutcomes: 0 },
    stored: { runs: 1, prompts: 100, right: 403, unmarked: 0, marked: 0 },
    empirical: { steps: 34_153, single: 4_210, mixed: 2_476 },
  },
] as const;

describe("sample sets", () => {
  const test = useTestDatabase();
  beforeEach(async () => {
    await test.db.delete(ablations);
    await test.db.delete(prompts);
    await test.db.delete(scorers);
  });

  const importing = async (set: string) => {
    const source = await diskSource(FOLDER + set);
    return importSource(test.db, source, {
      ...{ project: "samples", ablation: null, format: null, options: { strict: true }, codeVersion: "test" },
    }).finally(() => source.close());
  };

  const storedCounts = async () => ({
    runs: await test.db.$count(runs),
    prompts: await test.db.$count(prompts),
    right: await test.db.$count(traces, eq(traces.outcome, 1)),
    unmarked: await test.db.$count(traceScores, eq(traceScores.firstError, 0)),
    marked: await test.db.$count(traceScores, gt(traceScores.firstError, 0)),
  });

  const empiricalCounts = async () => ({
    steps: await test.db.$count(stepScores, isNotNull(stepScores.n)),
    single: await test.db.$count(stepScores, eq(stepScores.n, 1)),
    mixed: await test.db.$count(
      stepScores,
      and(gt(stepScores.successes, 0), lt(stepScores.successes, sql`${stepScores.n}`)),
    ),
  });

  describe.each(SAMPLES)("$set", ({ set, format, report, stored, empirical }) => {
    const absent = !existsSync(FOLDER + set);
    if (absent) console.info(`Skipped: no sample data at ${FOLDER + set}`);

    it.skipIf(absent)("is stored with the counts that were made another way", async () => {
      const view = await importing(set);
      expect(view).toMatchObject({ format, status: "succeeded" });
      expect(view.report).toMatchObject({
        ...report,
        ...{ continuations: 0, lostContinuations: 0, unjoined: 0, duplicates: 0, rejected: 0 },
        ...{ stepsWithoutScore: report.traceSteps, requestedPerPrefix: null, alreadyStored: 0 },
      });
      expect(await storedCounts()).toEqual(stored);
      expect(await empiricalCounts()).toEqual(empirical);
    });
  });

  it.skipIf(!existsSync(`${FOLDER}big-bench-mistake`))("change nothing the second time", async () => {
    const first = await importing("big-bench-mistake");
    const before = await storedCounts();
    const again = await importing("big-bench-mistake");
    expect(again.report).toEqual({ ...first.report, alreadyStored: 600 });
    expect(await storedCounts()).toEqual(before);
  });
});
