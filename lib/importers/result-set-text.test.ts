import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ImportError } from "./csv-rows";
import { resultSetFromText } from "./result-set-text";

const CSV = "arm,benchmark,questions,percent\nours,sums,400,61.25\n";

describe("a file of reported results", () => {
  it("is CSV unless it is called JSON, and named after the file unless told otherwise", () => {
    const file = resultSetFromText(CSV, "theirs.v2.csv");
    expect([file.name, file.source, file.baselineArm]).toEqual(["theirs.v2", "theirs.v2.csv", null]);
    const named = resultSetFromText(CSV, "t.csv", { name: "N", source: "S", baseline: "ours" });
    expect([named.name, named.source, named.baselineArm]).toEqual(["N", "S", "ours"]);
  });

  it("is JSON of the contract as it is", () => {
    const file = resultSetFromText(CSV, "t.csv");
    expect(resultSetFromText(JSON.stringify(file), "t.JSON")).toEqual(file);
  });

  it("names the line where JSON breaks and the field that breaks the contract", () => {
    const read = (text: string) => () => resultSetFromText(text, "t.json");
    expect(read('{\n"a": 1,\n}')).toThrow(/^line 3, file: is not JSON/);
    expect(read("{}")).toThrow(ImportError);
    const file = resultSetFromText(CSV, "t.csv");
    const wrong = { ...file, cells: [{ ...file.cells[0], benchmark: "others" }] };
    expect(read(JSON.stringify(wrong))).toThrow("cells.0.benchmark: must be one of the benchmarks");
  });

  it("is what docs/imported-results.md says it is", () => {
    const text = readFileSync(new URL("../../docs/imported-results.md", import.meta.url), "utf8");
    const block = (start: string) => {
      const from = text.indexOf(start);
      return text.slice(from, text.indexOf("\n```", from));
    };
    const csv = resultSetFromText(block("arm,benchmark,questions"), "t.csv");
    expect(csv.cells).toHaveLength(3);
    expect(csv.benchmarks[1]).toMatchObject({ key: "video-mmmu", clusters: 300 });
    const json = resultSetFromText(block('{\n  "schemaVersion"'), "t.json");
    expect(json).toMatchObject({
      baselineArm: "outcome-only",
      cells: [{ percent: 27.86 }, { correct: 133 }],
    });
  });
});
