import { describe, expect, it } from "vitest";
import type { ExportFormat, ImportedTraceInput, StepLabel } from "@/lib/contracts";
import { importedTrace } from "@/lib/contracts";
import { importerOf } from "@/lib/importers";
import { eventsOf, fileOf, tracesOf } from "@/lib/importers/testing/file-of";
import type { ExportedTrace } from "./exporter";
import { exporterOf } from "./index";
import { byPerson, exportedTrace, firstErrorBy, written } from "./testing/trace";
import { stepTexts } from "./trace-parts";

type Labels = (StepLabel | null)[];

/** Exports traces and reads the file back through the importer of the same name. */
async function there(
  format: Exclude<ExportFormat, "csv" | "parquet" | "preference-pairs">,
  traces: ExportedTrace[],
) {
  const { text } = await written(exporterOf(format), traces);
  const importer = importerOf(format);
  if (!importer) throw new Error(`no importer of ${format}`);
  const events = await eventsOf(importer, [fileOf("export.jsonl", text)]);
  expect(events.filter(({ type }) => type === "rejected")).toEqual([]);
  return tracesOf(events).map((trace) => importedTrace.parse(trace));
}

const problemsOf = (traces: Pick<ImportedTraceInput, "prompt">[]) =>
  traces.map(({ prompt }) => prompt.messages.at(-1)?.content);

const sums = (labels: Labels, changes: Partial<ExportedTrace> = {}) =>
  exportedTrace({
    outcome: 0,
    steps: labels.map((label, at) => ({
      body: `step ${at}\nof "two" lines, with \u{1F600} and $x_${at}$`,
      scores: label === null ? [] : [byPerson(label)],
    })),
    ...changes,
  });

/** Labels of the only scorer. */
const labelsOf = (trace: Pick<ExportedTrace, "traceSteps">): Labels =>
  trace.traceSteps.map(({ scores }) => scores[0]?.label ?? null);

describe("what is exported reads back", () => {
  it("ProcessBench: the same traces and the same first errors", async () => {
    const traces = [
      sums([null, null], { id: "trc_00000001", scores: [firstErrorBy(2)] }),
      sums([null, null, null], { id: "trc_00000002", scores: [firstErrorBy(0)], outcome: 1 }),
      sums(["good", "neutral", "bad", null], { id: "trc_00000003", outcome: null, modelId: "some-model" }),
      sums([null], { id: "trc_00000004", extra: { id: "gsm8k-7", other: 1 }, scores: [firstErrorBy(1)] }),
    ];
    const back = await there("processbench", traces);
    expect(back.map(({ recordKey }) => recordKey)).toEqual([
      "trc_00000001",
      "trc_00000002",
      "trc_00000003",
      "gsm8k-7",
    ]);
    expect(back.map((trace) => trace.scores[0]?.firstError)).toEqual([2, 0, 3, 1]);
    expect(back.map(({ outcome }) => outcome)).toEqual([0, 1, null, 0]);
    expect(back.map((trace) => stepTexts(trace))).toEqual(traces.map(stepTexts));
    expect(back.map(({ response }) => response)).toEqual(traces.map(({ response }) => response));
    expect(back.map(({ run }) => run)).toEqual(["grpo seed 0", "grpo seed 0", "some-model", "grpo seed 0"]);
    expect(problemsOf(back)).toEqual(problemsOf(traces));
  });

  it("ProcessBench: exporting what was read back writes the same file", async () => {
    const traces = [sums([null, null], { id: "trc_00000001", scores: [firstErrorBy(2)] })];
    const [back] = await there("processbench", traces);
    if (!back) throw new Error("nothing was read back");
    const { run, recordKey: _, ...rest } = back;
    const again = {
      ...exportedTrace({ steps: [] }),
      ...rest,
      run: { id: "run_2", name: run, arm: null, seed: 0 },
    };
    const exporter = exporterOf("processbench");
    expect((await written(exporter, [again])).text).toBe((await written(exporter, traces)).text);
  });

  it("PRM800K: the same steps, labels and alternatives", async () => {
    const scorer = { kind: "human" as const, name: "Ada", version: "" };
    const traces = [
      exportedTrace({
        outcome: 1,
        steps: [
          {
            body: "3 + 4 is 7",
            scores: [byPerson("good")],
            alternatives: [
              { text: "3 + 4 is 8", scorer, value: null, label: "bad" },
              { text: "Let us see", scorer, value: null, label: "neutral" },
            ],
          },
          { body: "so 7", scores: [byPerson("neutral")] },
        ],
      }),
      sums(["good", "bad"], { id: "trc_00000002" }),
      sums(["good", null], { id: "trc_00000003" }),
    ];
    const back = await there("prm800k", traces);
    expect(back.map(labelsOf)).toEqual([
      ["good", "neutral"],
      ["good", "bad"],
      ["good", null],
    ]);
    expect(back[0]?.traceSteps[0]?.alternatives).toMatchObject([
      { text: "3 + 4 is 8", label: "bad" },
      { text: "Let us see", label: "neutral" },
    ]);
    expect(back.map(({ outcome }) => outcome)).toEqual([1, null, null]);
    expect(back.map((trace) => stepTexts(trace))).toEqual(traces.map(stepTexts));
  });

  it("PRM800K: what an imported record held beyond its steps is given back", async () => {
    const extra = { labeler: "l1", timestamp: "2022", label: { total_time: 5, finish_reason: "give_up" } };
    const trace = sums(["good"], { extra });
    const { text } = await written(exporterOf("prm800k"), [
      { ...trace, prompt: { ...trace.prompt, dataset: "PRM800K" } },
    ]);
    expect(JSON.parse(text)).toMatchObject({
      labeler: "l1",
      label: { total_time: 5, finish_reason: "give_up" },
    });
    const elsewhere = await written(exporterOf("prm800k"), [trace]);
    expect(JSON.parse(elsewhere.text)).toMatchObject({ labeler: null });
  });

  it("Math-Shepherd: the same labels, with steps on a line each", async () => {
    const traces = [sums(["good", "bad", "neutral"]), sums(["bad", null, "good"], { id: "trc_00000002" })];
    const back = await there("math-shepherd", traces);
    expect(back.map(labelsOf)).toEqual([["good", "bad", "good"], ["bad"]]);
    expect(problemsOf(back)).toEqual(problemsOf(traces));
    expect(back.map((trace) => stepTexts(trace)[0])).toEqual([
      'Step 1: step 0 of "two" lines, with \u{1F600} and $x_0$',
      'Step 1: step 0 of "two" lines, with \u{1F600} and $x_0$',
    ]);
  });

  it("Math-Shepherd: a text that holds the format's own marks is left out, and counted", async () => {
    const traces = [
      exportedTrace({ steps: [{ body: "это ки", scores: [byPerson("good")] }] }),
      sums(["good"]),
    ];
    const { counts } = await written(exporterOf("math-shepherd"), traces);
    expect(counts).toMatchObject({
      records: 1,
      leftOut: [{ what: "traces that hold the mark ки themselves", count: 1 }],
    });
  });

  it("TRL stepwise: the same steps and labels, up to the first one without", async () => {
    const traces = [sums(["good", "bad", "neutral"]), sums(["good", null, "good"], { id: "trc_00000002" })];
    const back = await there("trl-stepwise", traces);
    expect(back.map(labelsOf)).toEqual([["good", "bad", "good"], ["good"]]);
    expect(back.map((trace) => stepTexts(trace))).toEqual([
      stepTexts(traces[0] ?? exportedTrace({ steps: [] })),
      stepTexts(traces[1] ?? exportedTrace({ steps: [] })).slice(0, 1),
    ]);
  });

  it("Stepwell JSONL: the same trace to the last field", async () => {
    const trace = exportedTrace({
      tagged: true,
      steps: [
        {
          body: "3 + 4 \u{1F600}",
          successes: 3,
          tokens: { start: 0, end: 4 },
          straddled: true,
          scores: [{ ...byPerson("good"), note: "yes", tags: ["sum"] }],
          alternatives: [{ text: "3 + 5", scorer: null, value: 0.5, label: null }],
          continuations: [
            {
              text: "</think><answer>7</answer>",
              verdict: "right",
              answer: "7",
              tokens: 5,
              finishReason: "stop",
              modelId: "m",
            },
          ],
        },
        { body: "so 7" },
      ],
      scores: [firstErrorBy(0)],
      outcome: "NaN",
      groupAdvantage: "-Infinity",
      group: { id: "g", mean: 0.5, sd: "NaN", n: 7, size: 8 },
      tokenScores: { ends: [1, 2], logprobs: [-0.5, -1], entropies: null },
      extra: { anything: [1, { deep: null }] },
      trainStep: 4,
      origin: "train",
      sampleIndex: 3,
    });
    const [back] = await there("stepwell", [trace]);
    const { id, promptId: _, ablation: __, run, ...rest } = trace;
    expect(back).toEqual({ ...rest, recordKey: id, run: run.name });
  });
});
