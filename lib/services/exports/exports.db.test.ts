import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { ablations, projects } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { type ExportFormat, exportRequest } from "@/lib/contracts";
import { importSource } from "@/lib/services/imports/import-source";
import { memorySource, plainTrace, stepwellLines } from "@/lib/services/imports/testing/memory-source";
import { sendTraces, stepsOf, tracedRun } from "@/lib/services/traces/testing/send";
import { openExport } from "./open-export";
import { previewExport } from "./preview-export";
import { exportProvenanceOf } from "./provenance";
import { storedTraces } from "./testing/stored-traces";

const AT = { codeVersion: "test", now: new Date("2026-01-02T03:04:05Z") };
const human = { kind: "human" as const, name: "Annotators" };

/** A trace of which everything is known. */
const full = plainTrace("full", {
  ...{ origin: "train", trainStep: 7, sampleIndex: 3, responseTokens: 9, finishReason: "length" },
  ...{ answer: "4", outcome: 1, modelId: "m-7", rewardTotal: 1.5, groupAdvantage: "NaN" },
  group: { id: "g", mean: 1, sd: null, n: 1, size: 2 },
  traceSteps: [
    {
      ...{ text: { start: 0, end: 11 }, tokens: { start: 0, end: 4 }, straddled: true },
      counts: { requested: 4, returned: 3, successes: 2, truncated: 1 },
      continuations: [
        { text: "so 4", verdict: "right", answer: "4", tokens: null, finishReason: null, modelId: "other" },
        { text: "so 5", verdict: "wrong", answer: "5", tokens: 2, finishReason: "stop" },
      ],
      scores: [
        { scorer: { kind: "prm", name: "Some PRM", version: "2" }, value: 0.25 },
        { scorer: human, label: "bad", note: "no\\u0041", tags: ["slip"] },
        { scorer: { kind: "empirical", name: "Samples", version: "n 4" }, successes: 1, n: 4, value: 0.25 },
      ],
      alternatives: [
        { text: "two plus two", scorer: human, label: "good" },
        { text: "2 2", value: 0.5 },
      ],
    },
    { text: { start: 12, end: 21 }, counts: { requested: 4, returned: 0, successes: 0, truncated: 0 } },
  ],
  scores: [{ scorer: human, firstError: 1, note: "there" }],
  tokenScores: { ends: [3, 11, 21], logprobs: [-0.5, -0.25, -2], entropies: [1, 0.5, 0.25] },
  extra: { labeler: "x", deep: [1, { "a\u0000": "b\\" }] },
});

/** Texts that Postgres cannot hold as they are, and every field unknown that can be. */
const odd = plainTrace("odd", {
  response: "a\u0000\u{1F600}\ud800\nb \\u0000 c",
  traceSteps: [{ text: { start: 0, end: 4 }, continuations: [] }, { text: { start: 5, end: 15 } }],
  prompt: { dataset: "d\u0000", key: "k", messages: [{ role: "user", content: "\ud800?" }], answer: null },
  extra: { "key\u0000": ["\\u0000"] },
});

describe("exports", () => {
  const test = useTestDatabase();

  async function put(project: string, content: string, format: "stepwell" | "processbench") {
    const asked = { project, ablation: null, format, options: { strict: true }, codeVersion: "test" };
    const done = await importSource(test.db, memorySource("traces.jsonl", content), asked);
    expect(done).toMatchObject({ status: "succeeded", report: { rejected: 0 } });
    return done;
  }

  async function fileOf(format: ExportFormat, asked: Record<string, unknown>) {
    const opened = await openExport(test.db, format, exportRequest.parse(asked), AT);
    const chunks: Buffer[] = [];
    for await (const chunk of opened.chunks) chunks.push(Buffer.from(chunk));
    return {
      text: Buffer.concat(chunks).toString("utf8"),
      provenance: opened.provenance(),
      fileName: opened.fileName,
    };
  }

  const storedOf = (project: string) => storedTraces(test.db, project);

  describe("as Stepwell JSONL", () => {
    it("read back to the same rows of every table in a fresh project", async () => {
      await put(
        "first",
        stepwellLines([full, odd, plainTrace("bare", { response: "one and two\nmake three" })]),
        "stepwell",
      );
      const { text, provenance } = await fileOf("stepwell", { project: await projectId("first") });
      expect(provenance.counts).toMatchObject({ traces: 3, written: 3, leftOut: [] });
      await put("second", text, "stepwell");
      const [before, after] = [await storedOf("first"), await storedOf("second")];
      expect(before).toHaveLength(3);
      expect(after).toEqual(before);
    });

    it("of a trainer read back with their counts, and two runs of one name stay two", async () => {
      const [one, other] = [await tracedRun(test.db), await tracedRun(test.db)];
      const { projectId: first } =
        (await test.db.query.ablations.findFirst({ where: eq(ablations.id, one.ablationId) })) ?? {};
      await test.db.update(ablations).set({ projectId: first }).where(eq(ablations.id, other.ablationId));
      await sendTraces(test.db, one, [{ response: "abc", traceSteps: stepsOf(4, 0, null) }]);
      await sendTraces(test.db, other, [{ response: "xyz", traceSteps: stepsOf(1, 2, 3) }]);
      const asked = { runs: [one.runId, other.runId] };
      const { text } = await fileOf("stepwell", asked);
      await put("trained again", text, "stepwell");
      const after = await storedOf("trained again");
      expect(after.map(({ same }) => [same.response, same.origin, same.trainStep])).toEqual([
        ["abc", "train", 1],
        ["xyz", "train", 1],
      ]);
      expect(new Set(after.map(({ run }) => run)).size).toBe(2);
      expect(after[0]?.hanging[0]?.map((row) => JSON.parse(row).successes)).toEqual([4, 0, 0]);
    });
  });

  async function projectId(name: string): Promise<string> {
    const [found] = await test.db.select({ id: projects.id }).from(projects).where(eq(projects.name, name));
    return found?.id ?? "";
  }

  describe("as ProcessBench", () => {
    const record = (id: string, label: number, correct: boolean) =>
      `${JSON.stringify({ id, generator: "some-model", problem: `${id}?`, steps: ["one\nline", "\u{1F600} two"], final_answer_correct: correct, label })}\n`;
    const lines = record("gsm8k-1", -1, true) + record("gsm8k-2", 1, false) + record("math-1", 0, false);

    it("read back to the same traces and labels, and into the same project to the very same", async () => {
      await put("bench", lines, "processbench");
      const { text } = await fileOf("processbench", { project: await projectId("bench") });
      expect(text.split("\n").sort()).toEqual(lines.split("\n").sort());
      await put("bench again", text, "processbench");
      expect(await storedOf("bench again")).toEqual(
        await storedOf("bench").then(sourcesAside(await storedOf("bench again"))),
      );
      const again = await put("bench", text, "processbench");
      expect(again.report).toMatchObject({ traces: 3, alreadyStored: 3 });
    });
  });

  it("are of the selection alone, and say where they come from", async () => {
    const { text, provenance, fileName } = await fileOf("csv", {
      project: await projectId("first"),
      outcome: "right",
      rows: "steps",
    });
    expect(text.trim().split("\r\n")).toHaveLength(3);
    expect(fileName).toBe("first-csv-20260102-0304.csv");
    expect(provenance).toMatchObject({
      ...{ format: "csv", stepwellVersion: "test", exportedAt: "2026-01-02T03:04:05.000Z" },
      project: { name: "first" },
      selection: { outcome: "right" },
      options: { rows: "steps", labels: "people" },
      runs: [{ name: "a model", ablation: "Imported traces" }],
      counts: { traces: 1, records: 2 },
    });
  });

  it("with the labels of a scorer that is not there are refused by name", async () => {
    const asked = exportRequest.parse({ labels: "scr_00000000" });
    await expect(openExport(test.db, "csv", asked, AT)).rejects.toMatchObject({
      code: "invalid-request",
      details: { fields: [{ path: "labels" }] },
    });
  });

  it("are previewed with their counts, and what there was no time for is said", async () => {
    const asked = exportRequest.parse({ project: await projectId("first") });
    const whole = await previewExport(test.db, "processbench", asked, { ...AT, timeMs: 600_000 });
    expect(whole).toMatchObject({ complete: true, total: 3 });
    expect(whole.provenance.counts).toMatchObject({
      traces: 3,
      records: 1,
      leftOut: [{ what: "traces without a label", count: 2 }],
    });
    expect(JSON.parse(whole.sample)).toMatchObject({ label: 0 });
    const hurried = await previewExport(test.db, "processbench", asked, { ...AT, timeMs: -1 });
    expect(hurried).toMatchObject({ complete: false, total: 3, provenance: { counts: { traces: 0 } } });
    const told = await exportProvenanceOf(test.db, "processbench", asked, AT);
    expect(told.provenance).toEqual(whole.provenance);
  });

  it("stop reading when nobody reads them", async () => {
    const asked = exportRequest.parse({ project: await projectId("first") });
    const opened = await openExport(test.db, "stepwell", asked, AT);
    await opened.chunks.next();
    await opened.chunks.next();
    await opened.chunks.return(undefined);
    expect(opened.provenance().counts.traces).toBe(1);
  });
});

/** Two imports name the lines of two files; everything else must be the same. */
function sourcesAside<T extends { same: { source: unknown } }>(as: readonly T[]) {
  return (rows: readonly T[]) =>
    rows.map((row, at) => ({ ...row, same: { ...row.same, source: as[at]?.same.source } }));
}
