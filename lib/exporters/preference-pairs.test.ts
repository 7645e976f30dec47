import { describe, expect, it } from "vitest";
import { preferencePairs } from "./preference-pairs";
import { byPerson, exportedTrace, written } from "./testing/trace";

const ANSWERED = "</think><answer>7</answer>";

/** A tagged trace of these steps, each with its successes of four. */
const sample = (id: string, steps: [body: string, successes: number][], trainStep = 1) =>
  exportedTrace({
    ...{ id, trainStep, tagged: true },
    steps: steps.map(([body, successes]) => ({ body, successes })),
  });

const pairsOf = (text: string) =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe("preference pairs", () => {
  it("are two next steps after the same prefix, to the letter", async () => {
    const traces = [
      sample("trc_00000001", [
        ["add", 3],
        ["so 7", 4],
      ]),
      sample("trc_00000002", [
        ["add", 3],
        ["so 8", 0],
      ]),
    ];
    const { text, counts } = await written(preferencePairs, traces);
    const [pair, ...others] = pairsOf(text);
    expect(others).toEqual([]);
    expect(pair).toMatchObject({
      prompt: "What is 3 + 4?",
      prefix: "<think><step>add</step>",
      chosen: "<step>so 7</step>",
      rejected: "<step>so 8</step>",
      ...{ margin: 1, from: "samples", valued_by: "continuations", trace_step: 2, train_step: 1 },
      chosen_from: { c: 1, successes: 4, n: 4, trace: "trc_00000001" },
      rejected_from: { c: 0, successes: 0, n: 4, trace: "trc_00000002" },
    });
    expect(traces[0]?.response.startsWith(pair.prefix + pair.chosen)).toBe(true);
    expect(counts).toMatchObject({ written: 2, records: 1, labels: 2 });
    // Both go on from nothing with the same first step: there is nothing to compare it with.
    expect(counts.leftOut).toContainEqual({
      what: "prefixes with a single next step that has a value",
      count: 1,
    });
  });

  it("count equal steps of one policy together, and never compare two policies", async () => {
    const traces = [
      sample("trc_00000001", [["a", 4]]),
      sample("trc_00000002", [["a", 2]]),
      sample("trc_00000003", [["b", 0]]),
      sample("trc_00000004", [["c", 0]], 2),
      { ...sample("trc_00000005", [["d", 0]]), run: { id: "run_2", name: "other", arm: null, seed: 1 } },
    ];
    const { text } = await written(preferencePairs, traces);
    const pairs = pairsOf(text);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({
      margin: 0.75,
      chosen_from: { successes: 6, n: 8 },
      rejected: "<think><step>b</step>",
    });
  });

  it("of an empirical c_i do not count one set of samples twice", async () => {
    const scorer = { kind: "empirical" as const, name: "Samples sharing the prefix", version: "" };
    const empirical = (successes: number, n: number) => ({
      ...byPerson("good"),
      label: null,
      scorer,
      successes,
      n,
      value: successes / n,
    });
    const traces = [
      exportedTrace({ id: "trc_00000001", steps: [{ body: "a", scores: [empirical(2, 2)] }] }),
      exportedTrace({ id: "trc_00000002", steps: [{ body: "a", scores: [empirical(2, 2)] }] }),
      exportedTrace({ id: "trc_00000003", steps: [{ body: "b", scores: [empirical(0, 1)] }] }),
    ];
    const [pair] = pairsOf((await written(preferencePairs, traces)).text);
    expect(pair).toMatchObject({ chosen_from: { n: 2 }, rejected_from: { n: 1 }, valued_by: "empirical" });
    const { counts } = await written(preferencePairs, traces, { minReturned: 2 });
    expect(counts.records).toBe(0);
    expect(counts.leftOut).toContainEqual({
      what: "next steps whose c_i stands on too few continuations or samples",
      count: 1,
    });
  });

  it("take rated alternatives in the words of the response around them", async () => {
    const trace = exportedTrace({
      steps: [
        { body: "add", scores: [byPerson("good")] },
        {
          body: "so 7",
          scores: [byPerson("good")],
          alternatives: [
            { text: "so 8", scorer: null, value: null, label: "bad" },
            { text: "hm", scorer: null, value: null, label: "neutral" },
            { text: "who knows", scorer: null, value: null, label: null },
          ],
        },
      ],
    });
    const pairs = pairsOf((await written(preferencePairs, [trace], { pairsPerPrefix: 2 })).text);
    expect(pairs).toMatchObject([
      {
        prefix: "add",
        chosen: "\n\nso 7",
        rejected: "\n\nso 8",
        margin: 1,
        from: "alternatives",
        valued_by: "label",
      },
      { chosen: "\n\nso 7", rejected: "\n\nhm", margin: 0.5, chosen_from: { label: "good" } },
    ]);
  });

  it("take first steps of continuations only where they are asked for, valued by all that begin with them", async () => {
    const said = (text: string, verdict: "right" | "wrong" | "unknown") => ({
      ...{ text, verdict, answer: null, tokens: null, finishReason: null, modelId: null },
    });
    const trace = exportedTrace({
      tagged: true,
      steps: [
        {
          body: "add",
          successes: 2,
          continuations: [
            said(`<step>so 7</step>${ANSWERED}`, "right"),
            said("<step>so 7</step></think><answer>9</answer>", "wrong"),
            said("<step>so 8</step></think><answer>8</answer>", "wrong"),
            said("<step>so 9</step></think>", "unknown"),
            said(ANSWERED, "right"),
          ],
        },
        { body: "hence 7", successes: 4 },
      ],
    });
    expect((await written(preferencePairs, [trace])).counts.records).toBe(0);
    const pairs = pairsOf((await written(preferencePairs, [trace], { pairsFrom: "continuations" })).text);
    expect(pairs.map((p) => [p.chosen, p.rejected, p.margin])).toEqual([
      ["<step>hence 7</step>", "<step>so 8</step>", 1],
      ["<step>hence 7</step>", "<step>so 7</step>", 0.5],
      ["<step>so 7</step>", "<step>so 8</step>", 0.5],
    ]);
  });

  it("are paired prompt by prompt", async () => {
    const traces = [
      sample("trc_00000001", [["a", 4]]),
      { ...sample("trc_00000002", [["b", 0]]), promptId: "prm_2" },
    ];
    expect((await written(preferencePairs, traces)).counts.records).toBe(0);
  });

  it("of a runaway response of thousands of steps are found all the same", async () => {
    const long = Array.from({ length: 5_000 }, (_, at): [string, number] => [
      `step ${at} ${"x".repeat(100)}`,
      4,
    ]);
    const traces = [
      sample("trc_00000001", [...long, ["end", 4]]),
      sample("trc_00000002", [...long, ["other end", 0]]),
    ];
    const { text, counts } = await written(preferencePairs, traces);
    expect(pairsOf(text)).toMatchObject([{ trace_step: 5_001, chosen: "<step>end</step>" }]);
    expect(counts.records).toBe(1);
  });
});
