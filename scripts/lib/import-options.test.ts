import { describe, expect, it } from "vitest";
import { importOptions } from "./import-options";

describe("npm run import-results", () => {
  it("reads its options in any order", () => {
    expect(importOptions(["--name", "A b", "f.csv", "--json"])).toEqual({
      name: "A b",
      file: "f.csv",
      json: true,
    });
  });

  it("says what is wrong with them", () => {
    expect(importOptions([])).toBe("name one file");
    expect(importOptions(["a", "b"])).toBe("name one file");
    expect(importOptions(["a", "--source"])).toBe("--source needs a value");
    expect(importOptions(["a", "--what"])).toBe("unknown option --what");
  });
});
