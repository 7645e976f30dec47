import { describe, expect, it } from "vitest";
import { type ImportedTraceInput, importedTrace } from "@/lib/contracts";
import { faultOf } from "./check-trace";
import { Repeats } from "./repeats";

function trace(changes: Partial<ImportedTraceInput> = {}) {
  return importedTrace.parse({
    recordKey: "k",
    run: "r",
    source: { file: "f", line: 1 },
    prompt: { dataset: "d", messages: [{ role: "user", content: "q" }] },
    response: "a😀b",
    traceSteps: [{ text: { start: 0, end: 1 } }, { text: { start: 1, end: 3 } }],
    ...changes,
  });
}

const judge = { kind: "judge" as const, name: "J" };
const said = (firstError: number) => ({ scorer: judge, firstError });

describe("faultOf", () => {
  it("finds nothing in a sound trace, its spans counted in code points", () => {
    expect(faultOf(trace())).toBeNull();
    expect(
      faultOf(
        trace({ scores: [said(2)], tokenScores: { ends: [1, 3], logprobs: [0, -1], entropies: null } }),
      ),
    ).toBeNull();
  });

  it.each<[string, Partial<ImportedTraceInput>]>([
    ["traceSteps.1.text", { traceSteps: [{ text: { start: 0, end: 2 } }, { text: { start: 1, end: 3 } }] }],
    ["traceSteps.0.text", { traceSteps: [{ text: { start: 0, end: 4 } }] }],
    [
      "traceSteps.0.scores",
      { traceSteps: [{ text: { start: 0, end: 1 }, scores: [{ scorer: judge }, { scorer: judge }] }] },
    ],
    ["scores: one", { scores: [said(0), said(1)] }],
    ["scores: the first error is 3", { scores: [said(3)] }],
    ["tokenScores.ends", { tokenScores: { ends: [2, 1], logprobs: null, entropies: null } }],
    ["tokenScores.ends", { tokenScores: { ends: [4], logprobs: null, entropies: null } }],
  ])("names %s", (field, changes) => {
    expect(faultOf(trace(changes))).toContain(field);
  });
});

describe("Repeats", () => {
  const asIs = (text: string) => text;

  it("numbers equal samples by their order", () => {
    const repeats = new Repeats("samples", asIs);
    expect([trace(), trace(), trace({ recordKey: "l" })].map((t) => repeats.occurrenceOf(t))).toEqual([
      0, 1, 0,
    ]);
  });

  it("knows a record again wherever it stands, and keeps one that differs", () => {
    const repeats = new Repeats("duplicates", asIs);
    const elsewhere = trace({ source: { file: "g", line: 9 } });
    const other = trace({ response: "a😀c" });
    expect([trace(), elsewhere, other, other].map((t) => repeats.occurrenceOf(t))).toEqual([
      0,
      null,
      1,
      null,
    ]);
  });
});
