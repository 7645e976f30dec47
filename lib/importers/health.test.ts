import { describe, expect, it } from "vitest";
import { type ImportedTraceInput, importedTrace } from "@/lib/contracts";
import { HealthCounter } from "./health";

const counts = (requested: number, returned: number, truncated = 0) => ({
  text: { start: 0, end: 1 },
  counts: { requested, returned, successes: 0, truncated },
});

function trace(changes: Partial<ImportedTraceInput>) {
  return importedTrace.parse({
    recordKey: "k",
    run: "r",
    source: { file: "f", line: 1 },
    prompt: { dataset: "d", messages: [{ role: "user", content: "q" }] },
    response: "a",
    traceSteps: [],
    ...changes,
  });
}

describe("HealthCounter", () => {
  it("tells lost, shrunken and missing from never asked", () => {
    const health = new HealthCounter();
    const traceSteps = [counts(4, 4, 1), counts(4, 3), counts(4, 0), { text: { start: 0, end: 1 } }];
    health.addTrace(trace({ traceSteps, outcome: 0 }));
    expect(health.report(0)).toMatchObject({
      ...{ traces: 1, traceSteps: 4, continuations: 7, lostContinuations: 5, stepsWithoutScore: 2 },
      ...{ requestedPerPrefix: 4, shrunkenPrefixes: 1, missingPrefixes: 1, truncatedContinuations: 1 },
      ...{ unknownOutcomes: 0, truncatedTraces: 0, invalidTraces: 0 },
    });
  });

  it("says of nothing asked that M is not known, and counts what is unknown", () => {
    const health = new HealthCounter();
    health.addTrace(trace({ finishReason: "length", invalidReason: "no-think" }));
    health.addTrace(trace({ outcome: "NaN" }));
    expect(health.report(2)).toMatchObject({
      ...{ requestedPerPrefix: null, unknownOutcomes: 2, truncatedTraces: 1, invalidTraces: 1 },
      ...{ alreadyStored: 2, lostContinuations: 0 },
    });
  });

  it("counts events by their kind, and says a sentence once", () => {
    const health = new HealthCounter();
    const place = { file: "f", line: 1, reason: "no" };
    health.addEvent({ type: "row", file: "f" });
    for (const type of ["rejected", "unjoined", "duplicate"] as const) health.addEvent({ type, ...place });
    for (const _ of [1, 2]) health.addEvent({ type: "note", topic: "trap", text: "zeros" });
    expect(health.report(0)).toMatchObject({
      ...{ rows: 1, rejected: 1, unjoined: 1, duplicates: 1 },
      notes: [{ topic: "trap", text: "zeros" }],
    });
  });

  it("begins with the keys that scripts read, in their order", () => {
    expect(Object.keys(new HealthCounter().report(0)).slice(0, 9)).toEqual([
      ...["rows", "traces", "traceSteps", "continuations", "lostContinuations", "stepsWithoutScore"],
      ...["unjoined", "duplicates", "rejected"],
    ]);
  });
});
