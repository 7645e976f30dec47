import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sliceCodePoints } from "@/lib/traces";
import { processbench } from "./processbench";
import { eventsOf, fileOf, tracesOf } from "./testing/file-of";

const RECORD = {
  id: "olympiadbench-12",
  generator: "Qwen2-7B-Instruct",
  problem: "What is 2+2?",
  steps: ["a", "b", "c"],
  final_answer_correct: false,
  label: 1,
};
const read = (change: object) =>
  eventsOf(processbench, [fileOf("p.json", JSON.stringify([{ ...RECORD, ...change }], null, 2))]);
const traceOf = async (change: object) => tracesOf(await read(change))[0];

describe("ProcessBench", () => {
  it("tells the generator as the run, the final answer as the outcome and the label as people's first error", async () => {
    expect(await traceOf({})).toMatchObject({
      recordKey: RECORD.id,
      run: RECORD.generator,
      modelId: RECORD.generator,
      source: { file: "p.json", line: 2 },
      prompt: { family: "olympiadbench", messages: [{ role: "user", content: RECORD.problem }] },
      outcome: 0,
      response: "a\n\nb\n\nc",
      scores: [{ scorer: { kind: "human", name: "ProcessBench annotators" }, firstError: 2 }],
      extra: { id: RECORD.id },
    });
  });

  it("counts the first error from 1: -1 is 0, k is k+1, and null is not said", async () => {
    for (const [label, firstError] of [
      [-1, 0],
      [0, 1],
      [2, 3],
    ])
      expect((await traceOf({ label }))?.scores).toMatchObject([{ firstError }]);
    expect((await traceOf({ label: null }))?.scores).toEqual([]);
  });

  it("knows no outcome where the record says none", async () => {
    const outcome = async (correct: unknown) => (await traceOf({ final_answer_correct: correct }))?.outcome;
    expect([await outcome(true), await outcome(null), await outcome(undefined)]).toEqual([1, null, null]);
  });

  it("refuses labels of steps that are not there, naming the field", async () => {
    for (const label of [3, -2, "1", undefined])
      expect(await read({ label })).toMatchObject([
        { type: "row" },
        { type: "rejected", file: "p.json", line: 2, reason: expect.stringMatching(/^label: ./) },
      ]);
  });

  it("names a record without an id by what it holds", async () => {
    const one = await traceOf({ id: undefined });
    const other = await traceOf({ id: undefined, generator: "another" });
    expect(one?.recordKey).not.toBe(other?.recordKey);
    expect((await traceOf({ id: undefined, label: 0 }))?.recordKey).toBe(one?.recordKey);
    expect(one).toMatchObject({ extra: null, prompt: { family: null } });
    expect(await traceOf({ generator: " " })).toMatchObject({ run: "unknown generator" });
  });

  it("gives back every step as it was", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "binary" }), { maxLength: 5 }), async (steps) => {
        const trace = await traceOf({ steps, label: -1 });
        const texts = trace?.traceSteps.map(({ text }) =>
          sliceCodePoints(trace.response, text.start, text.end),
        );
        // Halves of a surrogate pair on the two sides of a step's end stay apart: "\n\n" stands between them.
        expect(texts).toEqual(steps);
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});
