import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { ablations, prompts, scorers, stepScores, traceScores, traces } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import type { ImportFormat } from "@/lib/contracts";
import { EXAMPLES } from "@/lib/importers/testing/example";
import { fileOf } from "@/lib/importers/testing/file-of";
import { importSource } from "./import-source";

/** What the example beside each importer must come to in the database. */
const EXPECTED: [
  ImportFormat,
  { rows: number; traces: number; traceSteps: number },
  [string, number, string | null][],
][] = [
  [
    "verl",
    { rows: 4, traces: 4, traceSteps: 7 },
    [
      ["train", 3, "1"],
      ["train", 3, "1"],
      ["train", 3, "0"],
      ["train", 3, "0"],
    ],
  ],
  [
    "trl-completions",
    { rows: 2, traces: 2, traceSteps: 4 },
    [
      ["train", 2, "1"],
      ["train", 2, "0"],
    ],
  ],
  [
    "easyr1",
    { rows: 4, traces: 2, traceSteps: 4 },
    [
      ["evaluation", 0, "1"],
      ["evaluation", 5, "0"],
    ],
  ],
  [
    "trl-stepwise",
    { rows: 2, traces: 2, traceSteps: 4 },
    [
      ["import", 0, null],
      ["import", 0, null],
    ],
  ],
  [
    "inspect",
    { rows: 2, traces: 2, traceSteps: 4 },
    [
      ["evaluation", 0, null],
      ["evaluation", 0, null],
    ],
  ],
  [
    "chat",
    { rows: 2, traces: 2, traceSteps: 4 },
    [
      ["import", 0, null],
      ["import", 0, null],
    ],
  ],
];

describe("logs of other trainers", () => {
  const test = useTestDatabase();
  beforeEach(async () => {
    await test.db.delete(ablations);
    await test.db.delete(prompts);
    await test.db.delete(scorers);
  });

  const importing = (format: ImportFormat) => {
    const files = EXAMPLES[format]?.files("the sum") ?? [];
    const source = {
      name: format,
      files: files.map(({ name, content }) => fileOf(name, content)),
      close: async () => {},
    };
    return importSource(test.db, source, {
      ...{ project: "p", ablation: null, format: null, options: { strict: true }, codeVersion: "test" },
    });
  };

  it.each(EXPECTED)("%s: detected, stored as it says, and once", async (format, report, places) => {
    const first = await importing(format);
    expect(first).toMatchObject({
      format,
      status: "succeeded",
      report: { ...report, rejected: 0, alreadyStored: 0 },
    });
    const again = await importing(format);
    expect(again.report).toEqual({ ...first.report, alreadyStored: report.traces });
    const stored = await test.db.select().from(traces).orderBy(asc(traces.seq));
    expect(
      stored.map(({ origin, trainStep, rewardTotal }) => [
        origin,
        trainStep,
        rewardTotal === null ? null : String(rewardTotal),
      ]),
    ).toEqual(places);
  });

  it("keep each scorer's name beside its numbers", async () => {
    await importing("trl-completions");
    await importing("trl-stepwise");
    const ofTraces = await test.db
      .select({ name: scorers.name, value: traceScores.value })
      .from(traceScores)
      .innerJoin(scorers, eq(scorers.id, traceScores.scorerId));
    expect(ofTraces.map(({ name, value }) => [name, value]).sort()).toEqual([
      ["accuracy_reward", 0],
      ["accuracy_reward", 1],
    ]);
    const ofSteps = await test.db.select().from(stepScores);
    expect(ofSteps.map(({ label }) => label).sort()).toEqual(["bad", "bad", "good", "good"]);
  });
});
