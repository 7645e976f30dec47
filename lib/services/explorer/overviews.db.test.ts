import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import {
  explorerBreaks,
  explorerFacets,
  explorerHeatmap,
  explorerHeatmapQuery,
  explorerHits,
  explorerHitsQuery,
  explorerQuery,
  type TraceRecord,
  traceSelection,
} from "@/lib/contracts";
import type { TestAttempt } from "@/lib/services/ingest/testing/fixture";
import { sendTraces, stepsOf, tracedRun } from "@/lib/services/traces/testing/send";
import { getBreaks } from "./get-breaks";
import { getFacets } from "./get-facets";
import { getHeatmap } from "./get-heatmap";
import { getHits } from "./get-hits";
import { listExplorer } from "./list-explorer";

const prompt = (key: string, content: string) => ({
  ...{ key, dataset: "d", family: null, messages: [{ role: "user", content }], answer: "4" },
});
const parts = (reward: number, outcome: 0 | 1 | null) => ({
  ...{ reward, format: 1, formatValid: true, lengthValid: true, stepCount: 3, outcome },
  ...{ outcomeGated: 1, process: 0.5, processGated: 0.5, stepBonus: 0, gate: "pass" as const },
});
const said = (text: string) => ({
  ...{ text, verdict: "right" as const, answer: "4", tokens: 1, finishReason: "stop" as const },
});

const [P, Q] = [prompt("p", "What is the area?"), prompt("q", "And this?")];
const TRACES: Partial<TraceRecord>[] = [
  { prompt: P, reward: parts(1, 1), responseTokens: 11, traceSteps: stepsOf(4, 4, 4) },
  { prompt: P, reward: parts(1, 1), responseTokens: 12, traceSteps: stepsOf(4, 0, 2) },
  { prompt: Q, reward: parts(0, 0), responseTokens: 13, traceSteps: stepsOf(2, 0, 0) },
  { prompt: Q, reward: parts(0, 0), responseTokens: 14, traceSteps: stepsOf(3, 2, null) },
  { prompt: Q, reward: parts(0, null), responseTokens: 15, traceSteps: [], invalidReason: "no <answer>" },
];

describe("overviews of a selection", () => {
  const test = useTestDatabase();
  let run: TestAttempt;

  beforeAll(async () => {
    run = await tracedRun(test.db);
    await sendTraces(test.db, run, TRACES);
  });

  const listed = async (selection: Record<string, unknown>) =>
    (await listExplorer(test.db, explorerQuery.parse(selection))).total;

  it("draws the whole selection in the order of the list", async () => {
    const query = explorerHeatmapQuery.parse({ sort: "tokens", order: "desc", bins: "10" });
    const { total, stepsMax, bins } = explorerHeatmap.parse(await getHeatmap(test.db, query));
    expect({ total, stepsMax }).toEqual({ total: 5, stepsMax: 3 });
    expect(bins.map(({ cells }) => cells.map(({ mean }) => mean))).toEqual([
      [],
      [0.75, 0.5, null],
      [0.5, 0, 0],
      [1, 0, 0.5],
      [1, 1, 1],
    ]);
    expect(bins[1]?.cells[2]).toEqual({ mean: null, scored: 0, missing: 0, notScored: 1 });
  });

  it("pools neighbours of the list where there are more traces than lines, and draws only what is selected", async () => {
    const query = explorerHeatmapQuery.parse({ sort: "tokens", order: "asc", bins: "1", outcome: "right" });
    const { bins } = await getHeatmap(test.db, query);
    expect(bins).toMatchObject([
      { from: 0, to: 2, cells: [{ mean: 1 }, { mean: 0.5 }, { mean: 0.75, scored: 2 }] },
    ]);
  });

  it("tells where traces break: every count is that of the filter it is named after", async () => {
    const breaks = explorerBreaks.parse(await getBreaks(test.db, traceSelection.parse({})));
    expect(breaks).toMatchObject({ total: 5, scored: 4, withoutDrop: 2 });
    for (const { fate, count } of breaks.fates)
      expect(await listed(fate === null ? { scored: "no" } : { fate })).toBe(count);
    for (const { traceStep, firstDrops, lost } of breaks.steps) {
      expect(await listed({ firstDropStep: traceStep })).toBe(firstDrops);
      expect(await listed({ lostStep: traceStep })).toBe(lost);
    }
    for (const { outcome, process, count } of breaks.byC)
      expect(await listed({ outcome, process: process ?? "unknown" })).toBe(count);
    for (const { outcome, process, count } of breaks.byPeople)
      expect(await listed({ outcome, humanProcess: process ?? "unknown" })).toBe(count);
    expect(breaks.byC.find((c) => c.outcome === "right" && c.process === "broken")?.count).toBe(1);
    expect(breaks.byC.find((c) => c.outcome === "wrong" && c.process === "sound")?.count).toBe(1);
  });

  it("has means by trace step whose intervals treat a prompt's traces as one cluster", async () => {
    const { steps } = await getBreaks(test.db, traceSelection.parse({}));
    expect(steps.map(({ meanC, scored, prompts }) => [meanC, scored, prompts])).toEqual([
      [expect.closeTo((1 + 1 + 0.5 + 0.75) / 4, 9), 4, 2],
      [expect.closeTo((1 + 0 + 0 + 0.5) / 4, 9), 4, 2],
      [expect.closeTo((1 + 0.5 + 0) / 3, 9), 3, 2],
    ]);
    // Prompt sums off the mean .8125: 2 - 1.625 and 1.25 - 1.625; CR1 = sqrt(2 * .375^2)/4 * sqrt 2; t(1) = 12.706.
    expect(steps[0]?.high).toBeCloseTo(0.8125 + 12.7062 * 0.1875, 3);
    const one = await getBreaks(test.db, traceSelection.parse({ outcome: "right" }));
    expect(one.steps[0]).toMatchObject({ prompts: 1, low: null, high: null });
  });

  it("says what there is to filter by", async () => {
    const facets = explorerFacets.parse(await getFacets(test.db, traceSelection.parse({})));
    expect(facets).toMatchObject({
      ...{
        total: 5,
        stepsMax: 3,
        stepsUsual: 3,
        disagreeing: 0,
        trainSteps: { first: 1, last: 1 },
        imports: [],
        scorers: [],
      },
      runs: [{ id: run.runId, armKey: null, count: 5 }],
      projects: [{ count: 5 }],
      ablations: [{ id: run.ablationId, count: 5 }],
      origins: [{ value: "train", count: 5 }],
      outcomes: [
        { value: "wrong", count: 2 },
        { value: "right", count: 2 },
        { value: "unknown", count: 1 },
      ],
      formats: [
        { value: "valid", count: 4 },
        { value: "invalid", count: 1 },
      ],
      finishes: [{ value: "stop", count: 5 }],
      labelled: [{ value: "no", count: 5 }],
    });
    expect(facets.fates).toContainEqual({ value: null, count: 1 });
    const narrowed = await getFacets(test.db, traceSelection.parse({ outcome: "right" }));
    expect(narrowed).toMatchObject({ total: 2, outcomes: [{ value: "right", count: 2 }] });
  });
});

describe("a server without traces", () => {
  const test = useTestDatabase();

  it("answers with nothing, and no error", async () => {
    const nothing = traceSelection.parse({});
    expect(await listExplorer(test.db, explorerQuery.parse({}))).toEqual({ rows: [], total: 0 });
    expect((await getHeatmap(test.db, explorerHeatmapQuery.parse({}))).bins).toEqual([]);
    expect(explorerBreaks.parse(await getBreaks(test.db, nothing))).toMatchObject({ total: 0, steps: [] });
    expect(explorerFacets.parse(await getFacets(test.db, nothing))).toMatchObject({ total: 0, runs: [] });
  });
});

describe("hits of a search", () => {
  const test = useTestDatabase();

  it("are told by place, with what is to be marked", async () => {
    const run = await tracedRun(test.db);
    const response = "<think><step>😀 the area</step><step>no</step></think><answer>area</answer>";
    const steps = stepsOf(1, null).map((step, at) => ({
      ...step,
      text: at === 0 ? { start: 13, end: 23 } : { start: 36, end: 38 },
      continuations: at === 0 ? [said("x"), said("An <b>AREA</b>"), said("y"), said("z")] : [],
    }));
    await sendTraces(test.db, run, [{ response, prompt: P, traceSteps: steps }]);
    const { rows } = await listExplorer(test.db, explorerQuery.parse({ text: "area" }));
    const query = explorerHitsQuery.parse({ text: "area", traces: rows.map(({ id }) => id), each: "4" });
    const { traces } = explorerHits.parse(await getHits(test.db, query));
    expect(traces).toEqual([
      {
        id: rows[0]?.id,
        more: false,
        hits: [
          { where: "response", traceStep: 1, continuation: null, excerpt: "😀 the area", marks: [[6, 10]] },
          {
            ...{ where: "response", traceStep: null, continuation: null, marks: [[23, 27]] },
            excerpt: "</step></think><answer>area</answer>",
          },
          {
            where: "prompt",
            traceStep: null,
            continuation: null,
            excerpt: "What is the area?",
            marks: [[12, 16]],
          },
          {
            where: "continuation",
            traceStep: 1,
            continuation: 1,
            excerpt: "An <b>AREA</b>",
            marks: [[6, 10]],
          },
        ],
      },
    ]);
    const fewer = await getHits(test.db, { ...query, each: 1 });
    expect(fewer.traces).toMatchObject([{ hits: [{ traceStep: 1 }], more: true }]);
  });

  it("leave out what does not exist", async () => {
    const query = explorerHitsQuery.parse({ text: "x", traces: "trc_00000000" });
    expect(await getHits(test.db, query)).toEqual({ traces: [] });
  });
});
