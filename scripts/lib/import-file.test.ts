import { describe, expect, it } from "vitest";
import { ImportError } from "@/lib/importers/csv-rows";
import { resultSetIn } from "./import-file";
import { importOptions } from "./import-options";

const CSV = "arm,benchmark,questions,percent\nours,sums,400,61.25\n";

describe("npm run import-results", () => {
  it("reads its options in any order", () => {
    expect(importOptions(["--name", "A b", "f.csv", "--json"])).toEqual({
      name: "A b",
      file: "f.csv",
      json: true,
    });
    expect(importOptions([])).toBe("name one file");
    expect(importOptions(["a", "b"])).toBe("name one file");
    expect(importOptions(["a", "--source"])).toBe("--source needs a value");
    expect(importOptions(["a", "--what"])).toBe("unknown option --what");
  });

  it("takes CSV for what is not called JSON, named after the file unless told otherwise", () => {
    const file = resultSetIn(CSV, { file: "/x/theirs.csv", json: false });
    expect([file.name, file.source, file.baselineArm]).toEqual(["theirs", "theirs.csv", null]);
    const named = resultSetIn(CSV, { file: "t.csv", json: false, name: "N", source: "S", baseline: "ours" });
    expect([named.name, named.source, named.baselineArm]).toEqual(["N", "S", "ours"]);
  });

  it("takes JSON of the contract as it is", () => {
    const file = resultSetIn(CSV, { file: "t.csv", json: false });
    expect(resultSetIn(JSON.stringify(file), { file: "t.JSON", json: false })).toEqual(file);
  });

  it("names the line where JSON breaks and the field that breaks the contract", () => {
    const read = (text: string) => () => resultSetIn(text, { file: "t.json", json: false });
    expect(read('{\n"a": 1,\n}')).toThrow(/^line 3, file: is not JSON/);
    expect(read("{}")).toThrow(ImportError);
    const file = resultSetIn(CSV, { file: "t.csv", json: false });
    const wrong = { ...file, cells: [{ ...file.cells[0], benchmark: "others" }] };
    expect(read(JSON.stringify(wrong))).toThrow("cells.0.benchmark: must be one of the benchmarks");
  });
});
