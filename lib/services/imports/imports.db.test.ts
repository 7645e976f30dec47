import { asc, count, eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import {
  ablations,
  attempts,
  continuations,
  importProblems,
  imports,
  jobs,
  projects,
  prompts,
  runs,
  scorers,
  solvabilityCells,
  stepAlternatives,
  stepScores,
  tokenScores,
  traceFacts,
  traceScores,
  traceSteps,
  traces,
} from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import type { ImportedTraceInput } from "@/lib/contracts";
import { unescapeText } from "@/lib/domain/stored-text";
import { cancelImport } from "./cancel-import";
import type { DiskSource } from "./disk-source";
import { importSource, type SourceImport } from "./import-source";
import { listImports, readProblems } from "./read-imports";
import { memorySource, plainTrace, stepwellLines } from "./testing/memory-source";

const prm = { kind: "prm" as const, name: "Some PRM", version: "2" };
const human = { kind: "human" as const, name: "Annotators" };

/** A trace of which everything is known. */
const full: ImportedTraceInput = plainTrace("full", {
  origin: "train",
  trainStep: 7,
  sampleIndex: 3,
  responseTokens: 9,
  finishReason: "length",
  answer: "4",
  outcome: 1,
  modelId: "m-7",
  rewardTotal: 1.5,
  groupAdvantage: "NaN",
  group: { id: "g", mean: 1, sd: null, n: 1, size: 2 },
  traceSteps: [
    {
      text: { start: 0, end: 11 },
      tokens: { start: 0, end: 4 },
      counts: { requested: 4, returned: 3, successes: 2, truncated: 1 },
      continuations: [
        { text: "so 4", verdict: "right", answer: "4", tokens: null, finishReason: null, modelId: "other" },
      ],
      scores: [
        { scorer: prm, value: 0.25 },
        { scorer: human, label: "bad", note: "no", tags: ["slip"] },
      ],
      alternatives: [{ text: "two plus two", scorer: prm, value: 0.75, label: "good" }],
    },
    { text: { start: 12, end: 21 }, counts: { requested: 4, returned: 0, successes: 0, truncated: 0 } },
  ],
  scores: [{ scorer: human, firstError: 1, note: "at once" }],
  tokenScores: { ends: [11, 21], logprobs: [-0.5, -1], entropies: null },
  extra: { "their key": [1, "two"] },
});

describe("importing", () => {
  const test = useTestDatabase();
  beforeEach(async () => {
    await test.db.delete(ablations);
    await test.db.delete(scorers);
  });

  const importing = (source: DiskSource, changes: Partial<SourceImport> = {}) =>
    importSource(test.db, source, {
      ...{ project: "p", ablation: null, format: null, options: { strict: false }, codeVersion: "test" },
      ...changes,
    });
  const lines = (...traces: unknown[]) => memorySource("traces.jsonl", stepwellLines(traces));
  const stored = () => test.db.select().from(traces).orderBy(asc(traces.seq));
  const countOf = async (table: Parameters<ReturnType<typeof test.db.select>["from"]>[0]) =>
    (await test.db.select({ n: count() }).from(table))[0]?.n;

  it("stores all that a record says, each thing in its place", async () => {
    const view = await importing(lines(full));
    expect(view).toMatchObject({ status: "succeeded", format: "stepwell", interrupted: false, error: "" });
    const [trace] = await stored();
    expect(trace).toMatchObject({
      ...{ origin: "train", trainStep: 7, sampleIndex: 3, responseTokens: 9, finishReason: "length" },
      ...{
        answer: "4",
        outcome: 1,
        modelId: "m-7",
        rewardTotal: 1.5,
        groupAdvantage: Number.NaN,
        groupId: "g",
      },
      ...{ importId: view.id, source: { file: "traces.jsonl", line: 1 }, extra: { "their key": [1, "two"] } },
      ...{ stepCount: 2, reward: null, process: null, invalidReason: null },
    });
    expect(trace?.stepCounts.toString("hex")).toBe("01040302010400" + "0000");
    expect(await test.db.select().from(traceSteps).orderBy(traceSteps.index)).toMatchObject([
      {
        index: 1,
        textEnd: 11,
        tokenStart: 0,
        tokenEnd: 4,
        requested: 4,
        returned: 3,
        successes: 2,
        truncated: 1,
      },
      { index: 2, textStart: 12, tokenStart: null, requested: 4, returned: 0 },
    ]);
    expect(await test.db.select().from(continuations)).toMatchObject([
      { traceStep: 1, index: 0, text: "so 4", verdict: "right", tokens: null, modelId: "other" },
    ]);
    const named = new Map((await test.db.select().from(scorers)).map(({ id, name }) => [id, name]));
    const scores = await test.db.select().from(stepScores).orderBy(stepScores.value);
    expect(
      scores.map(({ scorerId, value, label, tags }) => [named.get(scorerId), value, label, tags]),
    ).toEqual([
      ["Some PRM", 0.25, null, []],
      ["Annotators", null, "bad", ["slip"]],
    ]);
    expect(await test.db.select().from(traceScores)).toMatchObject([{ firstError: 1, note: "at once" }]);
    expect(await test.db.select().from(stepAlternatives)).toMatchObject([
      { traceStep: 1, index: 0, text: "two plus two", value: 0.75, label: "good" },
    ]);
    expect(await test.db.select().from(tokenScores)).toMatchObject([
      { ends: [11, 21], logprobs: [-0.5, -1] },
    ]);
    expect(await test.db.select().from(solvabilityCells).orderBy(solvabilityCells.traceStep)).toMatchObject([
      { trainStep: 7, traceStep: 1, scored: 1, successes: 2 },
      { traceStep: 2, scored: 0, missing: 1 },
    ]);
    expect(await test.db.select().from(traceFacts)).toMatchObject([{ traceId: trace?.id, outcome: 1 }]);
  });

  it("keeps what nobody said unknown", async () => {
    const view = await importing(lines(plainTrace("bare")));
    expect(view.report).toMatchObject({ unknownOutcomes: 1, requestedPerPrefix: null, stepsWithoutScore: 2 });
    const [trace] = await stored();
    expect(trace).toMatchObject({
      ...{ origin: "import", responseTokens: null, finishReason: null, outcome: null, rewardTotal: null },
      ...{ modelId: null, groupId: null, trainStep: 0, sampleIndex: 0 },
    });
    expect(await test.db.select().from(solvabilityCells)).toMatchObject([{ notScored: 1 }, { notScored: 1 }]);
  });

  it("makes an ablation of imports with a succeeded run a key, or takes one that is there", async () => {
    await importing(lines(plainTrace("a"), plainTrace("b", { run: "another" })));
    await importing(lines(plainTrace("c")), { ablation: "Mine" });
    await importing(lines(plainTrace("d")), { ablation: "Mine" });
    const made = await test.db.select().from(ablations).orderBy(ablations.name);
    expect(made.map(({ name, kind }) => [name, kind])).toEqual([
      ["Imported traces", "import"],
      ["Mine", "import"],
    ]);
    const found = await test.db.select().from(runs).orderBy(runs.name);
    expect(found.map(({ name, stage, status }) => [name, stage, status])).toEqual([
      ...[1, 2, 3].map(() => ["a model", "import", "succeeded"]),
      ["another", "import", "succeeded"],
    ]);
    expect(
      (await test.db.select().from(jobs)).every((job) => job.wrapped && job.status === "succeeded"),
    ).toBe(true);
    expect(await countOf(attempts)).toBe(4);
  });

  it("changes nothing when it comes again, and says the same of it", async () => {
    const source = () => lines(full, plainTrace("a"), "broken");
    const first = await importing(source());
    const before = await stored();
    const cells = await test.db.select().from(solvabilityCells);
    const again = await importing(source());
    expect(again.id).toBe(first.id);
    expect(first.report?.alreadyStored).toBe(0);
    expect(again.report).toEqual({ ...first.report, alreadyStored: 2 });
    expect(await stored()).toEqual(before);
    expect(await test.db.select().from(solvabilityCells)).toEqual(cells);
    expect(await countOf(importProblems)).toBe(1);
    expect((await listImports(test.db, { limit: 10, offset: 0 })).total).toBe(1);
  });

  it("keeps permalinks where the same records come from another place, under another name", async () => {
    await importing(lines(plainTrace("a"), plainTrace("b")));
    const ids = (await stored()).map(({ id }) => id);
    await test.db.delete(ablations);
    await importing(memorySource("later.jsonl", stepwellLines([plainTrace("b"), plainTrace("a")])));
    expect((await stored()).map(({ id }) => id).sort()).toEqual([...ids].sort());
    const more = await importing(lines(plainTrace("a"), plainTrace("c")), { ablation: "Mine" });
    expect(more.report).toMatchObject({ traces: 2, alreadyStored: 1 });
    expect(more.report?.notes).toMatchObject([{ text: expect.stringMatching(/1 trace came with .*\(imp_/) }]);
    const elsewhere = await importing(lines(plainTrace("a")), { project: "q" });
    expect(elsewhere.report).toMatchObject({ alreadyStored: 0 });
  });

  it("stores a record that repeats another once, and one that shares its key and differs beside it", async () => {
    const view = await importing(lines(plainTrace("a"), plainTrace("a"), plainTrace("a", { answer: "5" })));
    expect(view.report).toMatchObject({ rows: 3, traces: 2, duplicates: 1 });
    expect((await stored()).map(({ answer }) => answer)).toEqual([null, "5"]);
  });

  it("takes in continuations that come later, and touches nothing else that is stored", async () => {
    const bare = { ...full, traceSteps: full.traceSteps.map(({ text }) => ({ text })), scores: [] };
    await importing(lines(bare, plainTrace("a")));
    const [before] = await stored();
    const view = await importing(lines(full, plainTrace("a")));
    expect(view.report).toMatchObject({ alreadyStored: 2, continuations: 3 });
    expect(view.report?.notes).toContainEqual({
      topic: "join",
      text: expect.stringContaining("1 trace had been stored without continuations"),
    });
    const [trace] = await stored();
    expect(trace).toEqual({ ...before, stepCounts: trace?.stepCounts });
    expect(trace?.stepCounts.toString("hex")).toBe("010403020104000000");
    expect(await countOf(continuations)).toBe(1);
    expect(
      await test.db
        .select()
        .from(solvabilityCells)
        .orderBy(solvabilityCells.trainStep, solvabilityCells.traceStep),
    ).toMatchObject([
      { trainStep: 0, notScored: 1 },
      { trainStep: 0, notScored: 1 },
      { trainStep: 7, traceStep: 1, scored: 1, missing: 0, notScored: 0, successes: 2 },
      { trainStep: 7, traceStep: 2, scored: 0, missing: 1, notScored: 0 },
    ]);
    expect(
      await test.db
        .select()
        .from(traceFacts)
        .where(eq(traceFacts.traceId, trace?.id ?? "")),
    ).toMatchObject([{ scoreSource: "continuations" }]);
    const again = await importing(lines(full));
    expect(again.report?.notes.filter(({ topic }) => topic !== "source")).toEqual([]);
    expect(await countOf(continuations)).toBe(1);
  });

  it("says of a trace that is stored with another text that what is stored stays", async () => {
    await importing(lines(plainTrace("a")));
    const view = await importing(lines(plainTrace("a", { response: "two and two\nmake five" })));
    expect(view.report?.notes).toContainEqual({
      topic: "trap",
      text: expect.stringContaining("what is stored stays"),
    });
    expect((await stored()).map(({ response }) => response)).toEqual(["two and two\nmake four"]);
  });

  it("refuses what cannot be, with file, line and reason, and stores the rest", async () => {
    const view = await importing(
      lines(
        plainTrace("a"),
        { ...plainTrace("long"), traceSteps: [{ text: { start: 0, end: 99 } }] },
        { ...plainTrace("nameless"), run: "" },
      ),
    );
    expect(view).toMatchObject({ status: "succeeded", report: { rows: 3, traces: 1, rejected: 2 } });
    const { problems, next } = await readProblems(test.db, view.id, { after: 0, limit: 1 });
    expect(problems).toMatchObject([{ kind: "rejected", file: "traces.jsonl" }]);
    const more = await readProblems(test.db, view.id, { after: next ?? 0, limit: 10 });
    expect([...problems, ...more.problems].map(({ reason }) => reason)).toEqual([
      expect.stringContaining("traceSteps.0.text: ends behind the response"),
      expect.stringContaining("run: "),
    ]);
    expect(more.next).toBeNull();
  });

  it("stores nothing of a broken source where it is strict", async () => {
    const strict = { options: { strict: true } };
    const view = await importing(lines(plainTrace("a"), "broken"), strict);
    expect(view).toMatchObject({ status: "failed", report: { rejected: 1, traces: 1 } });
    expect(view.error).toContain("nothing was stored");
    expect(await countOf(traces)).toBe(0);
    expect((await readProblems(test.db, view.id, { after: 0, limit: 9 })).problems).toHaveLength(1);
    expect(await importing(lines(plainTrace("a")), strict)).toMatchObject({ status: "succeeded" });
  });

  it("says that a source is empty, or of no format", async () => {
    expect(await importing(lines(), { format: "stepwell" })).toMatchObject({
      status: "failed",
      error: "the source is empty: it holds no record",
    });
    await expect(importing(memorySource("notes.txt", "hello"))).rejects.toThrow(/name one of .*stepwell/);
  });

  it("goes on after it was killed, and doubles nothing", async () => {
    const all = Array.from({ length: 450 }, (_, i) => plainTrace(`t${i}`, i === 7 ? full : {}));
    const [file] = lines(...all).files;
    if (!file) throw new Error("a source has a file");
    const dying: DiskSource = {
      ...lines(...all),
      files: [
        {
          ...file,
          async *lines() {
            for await (const line of file.lines()) {
              if (line.number > 420) throw new Error("killed");
              yield line;
            }
          },
        },
      ],
    };
    const options = { format: "stepwell" as const };
    await expect(importing(dying, options)).rejects.toThrow("killed");
    expect(await countOf(traces)).toBe(400);
    const view = await importing(lines(...all), options);
    expect(view).toMatchObject({ status: "succeeded", error: "", report: { traces: 450, alreadyStored: 0 } });
    const [once] = [
      await stored(),
      await test.db.select().from(solvabilityCells).orderBy(solvabilityCells.traceStep),
    ];
    await test.db.delete(ablations);
    await importing(lines(...all), options);
    expect((await stored()).map(({ id, seq }) => [id, seq])).toEqual(once.map(({ id, seq }) => [id, seq]));
    expect(await countOf(traceSteps)).toBe(900);
    expect(await test.db.select().from(solvabilityCells)).toHaveLength(4);
  });

  it("ends where somebody cancels it, and keeps what was stored", async () => {
    const all = Array.from({ length: 450 }, (_, i) => plainTrace(`t${i}`));
    let cancelled = false;
    const [source] = [lines(...all)];
    const [file] = source.files;
    if (!file) throw new Error("a source has a file");
    const watched: DiskSource = {
      ...source,
      files: [
        {
          ...file,
          async *lines() {
            for await (const line of file.lines()) {
              const [row] = await test.db.select().from(imports);
              if (line.number > 250 && !cancelled && row) {
                cancelled = true;
                await cancelImport(test.db, row.id);
              }
              yield line;
            }
          },
        },
      ],
    };
    const view = await importing(watched);
    expect(view).toMatchObject({ status: "cancelled" });
    expect(await countOf(traces)).toBe(200);
    expect(await importing(source)).toMatchObject({
      status: "succeeded",
      report: { traces: 450, alreadyStored: 0 },
    });
  });

  it("stores text that Postgres refuses, with spans and token ends that follow it", async () => {
    const response = "\\a\u0000b\ud800😀 c";
    const odd = plainTrace("odd\u0000", {
      response,
      run: "model\u0000",
      traceSteps: [
        {
          text: { start: 1, end: 4 },
          scores: [{ scorer: { kind: "judge", name: "a\\b\u0000" }, note: "\ud800", label: "good" }],
        },
        { text: { start: 4, end: 8 } },
      ],
      tokenScores: { ends: [4, 8], logprobs: [0, 0], entropies: null },
      extra: { "k\u0000": "\u0000" },
    });
    const view = await importing(lines(odd));
    expect(view.report).toMatchObject({ traces: 1, rejected: 0 });
    const [trace] = await stored();
    expect(trace).toMatchObject({ textEscaped: true });
    expect(unescapeText(trace?.response ?? "")).toBe(response);
    const steps = await test.db.select().from(traceSteps).orderBy(traceSteps.index);
    const points = [...(trace?.response ?? "")];
    expect(steps.map((s) => unescapeText(points.slice(s.textStart, s.textEnd).join("")))).toEqual([
      "a\u0000b",
      "\ud800😀 c",
    ]);
    const [tokens] = await test.db.select().from(tokenScores);
    expect(tokens?.ends).toEqual(steps.map(({ textEnd }) => textEnd));
    expect((await test.db.select().from(scorers))[0]).toMatchObject({ kind: "judge", name: "a\\\\b\\u0000" });
  });

  it("gives a prompt with media another identity, and one that a trainer knows the same", async () => {
    const asked = plainTrace("a").prompt;
    const frame = { kind: "image" as const, name: "frame.png" };
    await importing(lines(plainTrace("a"), plainTrace("b", { prompt: { ...asked, media: [frame] } })));
    const found = await test.db.select().from(prompts).where(eq(prompts.dataset, "d"));
    expect(new Set(found.map(({ id }) => id)).size).toBeGreaterThan(1);
    expect(found.some(({ media }) => media[0]?.name === "frame.png" && media[0].sha256 === null)).toBe(true);
    expect(await countOf(projects)).toBeGreaterThan(0);
  });
});
