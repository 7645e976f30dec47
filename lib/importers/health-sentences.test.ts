import { describe, expect, it } from "vitest";
import { HealthCounter } from "./health";
import { healthSentences } from "./health-sentences";

const empty = new HealthCounter().report(0);

describe("healthSentences", () => {
  it("says what was lost, and that it is no failure", () => {
    const said = healthSentences({
      ...{ ...empty, rows: 580, traces: 144, traceSteps: 566, continuations: 1677, lostContinuations: 67 },
      ...{ requestedPerPrefix: 4, shrunkenPrefixes: 43, missingPrefixes: 6, stepsWithoutScore: 136 },
    }).join("\n");
    expect(said).toContain("Read 580 records: 144 traces with 566 trace steps.");
    expect(said).toContain("67 continuations of 1,744 requested (3.8%) never came back");
    expect(said).toContain(
      "43 prefixes got fewer than M = 4, 6 got none. They count as missing, not as failures.",
    );
    expect(said).toContain("136 trace steps of 566 have no returned continuation");
  });

  it("says of a source without continuations that c_i is unknown", () => {
    expect(healthSentences({ ...empty, rows: 1, traces: 1, traceSteps: 3 }).join("\n")).toContain(
      "c_i of continuations is unknown, not 0",
    );
  });

  it("says what was refused, repeated, unjoined and there before", () => {
    const said = healthSentences({
      ...{ ...empty, traces: 3, rejected: 1, duplicates: 2, unjoined: 4, alreadyStored: 1 },
      ...{ unknownOutcomes: 3, invalidTraces: 1, truncatedTraces: 1 },
      notes: [{ topic: "join", text: "Joined by hand." }],
    });
    expect(said.slice(1)).toEqual([
      "Whether the answer is right is unknown for 3 of 3 traces.",
      "1 response is not of the format.",
      "Cut off at a length limit: 1 response and 0 continuations.",
      "4 records found no counterpart and are left out: see the problems.",
      "2 records repeat another one and were stored once.",
      "1 record could not be read: see the problems.",
      "1 trace was stored before; 2 are new.",
      "Joined by hand.",
    ]);
  });

  it("says that nothing was added where all was there", () => {
    expect(healthSentences({ ...empty, traces: 3, alreadyStored: 3 })).toContain(
      "All of these traces were stored before: none was added.",
    );
  });
});
