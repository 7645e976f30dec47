import { describe, expect, it } from "vitest";
import { EXPORT_USAGE, exportCommand } from "./export-options";

describe("npm run export", () => {
  it("takes every narrowing of a selection and every option of a format as a flag", () => {
    expect(
      exportCommand([
        "preference-pairs",
        "p.jsonl",
        "--project",
        "my own",
        "--min-mean-c=0.5",
        "--margin",
        "0.25",
        "--pairs-from",
        "samples,continuations",
        "--json",
      ]),
    ).toMatchObject({
      ...{
        format: "preference-pairs",
        out: "p.jsonl",
        project: "my own",
        url: null,
        force: false,
        json: true,
      },
      request: { minMeanC: 0.5, margin: 0.25, pairsFrom: ["samples", "continuations"], labels: "people" },
    });
    expect(exportCommand(["csv", "-", "--runs", "run_00000001,run_00000002"])).toMatchObject({
      request: { runs: ["run_00000001", "run_00000002"] },
    });
    for (const flag of ["--outcome", "--review-set", "--labels", "--pairs-per-prefix"])
      expect(EXPORT_USAGE).toContain(flag);
  });

  it("says what is wrong, and with which flag", () => {
    expect(exportCommand([])).toMatch(/^no format: name one of processbench, /);
    expect(exportCommand(["word", "x"])).toMatch(/^unknown format word: name one of /);
    expect(exportCommand(["csv"])).toBe("name one file to write, or - for standard output");
    expect(exportCommand(["csv", "a", "b"])).toBe("name one file to write, or - for standard output");
    expect(exportCommand(["csv", "a", "--outcome"])).toBe("--outcome needs a value");
    expect(exportCommand(["csv", "a", "--what"])).toBe("unknown option --what");
    expect(exportCommand(["csv", "a", "--margin", "2"])).toMatch(/^--margin: /);
    expect(exportCommand(["csv", "a", "--min-mean-c", "x"])).toMatch(/^--min-mean-c: /);
    expect(exportCommand(["csv", "a", "--outcome", "maybe"])).toMatch(/^--outcome: /);
  });
});
