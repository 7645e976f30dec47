import { describe, expect, it } from "vitest";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { differingConclusions } from "./conclusion-values";
import { digestOf } from "./digest";
import { readReportContent, UnreadableReport } from "./read-content";
import { reportOf, resultsOf } from "./report-fixture";
import { verifyReport } from "./verify";

const content = reportOf(
  resultsOf({
    outcome: { sums: [200, 204, 198], words: [300, 310, 290] },
    process: { sums: [260, 266, 257], words: [301, 309, 293] },
  }),
);

/** As the database and a file hand it back: keys in another order, numbers as text and back. */
const stored = (value: unknown): unknown => {
  const reversed = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(reversed);
    if (typeof inner !== "object" || inner === null) return inner;
    return Object.fromEntries(
      Object.entries(inner)
        .reverse()
        .map(([key, each]) => [key, reversed(each)]),
    );
  };
  return reversed(JSON.parse(JSON.stringify(value)));
};

describe("canonical JSON", () => {
  it("is one spelling for equal values", () => {
    expect(canonicalJson({ b: [1, { d: null, c: undefined }], a: "é" })).toBe('{"a":"é","b":[1,{"d":null}]}');
    expect(digestOf(stored(content))).toBe(digestOf(content));
    expect(digestOf({ ...content, claim: "x" })).not.toBe(digestOf(content));
  });
});

describe("a frozen report", () => {
  it("comes out the same from its stored facts", () => {
    const { differences, otherStatistics, conclusions } = verifyReport(readReportContent(stored(content)));
    expect(differences).toEqual([]);
    expect(otherStatistics).toBe(false);
    expect(conclusions.sentences).toEqual(content.conclusions.sentences);
  });

  it("names every conclusion that differs", () => {
    const key = "comparison/declared/process/outcome/sums";
    const frozen = {
      ...content.conclusions.values,
      [`${key}/diff`]: 0.2,
      [`${key}/verdict`]: "practically-equal",
    };
    const changed = { ...content, conclusions: { ...content.conclusions, values: frozen } };
    const { differences } = verifyReport(changed);
    expect(differences.map(({ name, frozen }) => [name, frozen])).toEqual([
      [`${key}/diff`, 0.2],
      [`${key}/verdict`, "practically-equal"],
    ]);
  });

  it("forgives the last bits of a number and nothing else", () => {
    expect(differingConclusions({ a: 1, b: null }, { a: 1 + 1e-9, b: null })).toEqual([]);
    expect(differingConclusions({ a: 1 }, { a: 1.00001 })).toHaveLength(1);
    expect(differingConclusions({ a: 0, b: 1 }, { a: null, c: 1 })).toEqual([
      { name: "a", frozen: 0, now: null },
      { name: "b", frozen: 1, now: undefined },
      { name: "c", frozen: undefined, now: 1 },
    ]);
  });

  it("says that its statistics have another version", () => {
    const older = { ...content, statistics: { ...content.statistics, version: 0 } };
    expect(verifyReport(older).otherStatistics).toBe(true);
  });
});

describe("unreadable content", () => {
  const refusal = (value: unknown) => {
    try {
      readReportContent(value);
      return "read";
    } catch (error) {
      return error instanceof UnreadableReport ? error.message : "another error";
    }
  };

  it("is refused in words that say where", () => {
    expect(refusal(null)).toContain("no report");
    expect(refusal({})).toContain("no schemaVersion");
    expect(refusal({ ...content, schemaVersion: 7 })).toContain("newer Stepwell (content version 7");
    expect(refusal({ ...content, results: { ...content.results, cells: 3 } })).toContain(
      "damaged at results.cells",
    );
  });
});
