import { describe, expect, it } from "vitest";
import { exportRequest } from "@/lib/contracts";
import { type ExportAsked, exportCommandLine } from "@/lib/exporters/address";
import { EXPORT_USAGE, exportCommand } from "./export-options";

const asked: ExportAsked = {
  ...{ project: "prj_00000001", runs: ["run_00000001", "run_00000002"], minMeanC: 0.25, text: "it's 1 + 1" },
  ...{ labels: "c", threshold: 0, margin: 0.5, pairsFrom: ["samples", "continuations"] },
};

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

  it("is spelt out by the dialog so that it asks for the same", () => {
    const line = exportCommandLine("preference-pairs", "my pairs.jsonl", asked);
    expect(line).toBe(
      "npm run export -- preference-pairs 'my pairs.jsonl' --project prj_00000001 --runs run_00000001,run_00000002 --min-mean-c 0.25 --text 'it'\\''s 1 + 1' --labels c --pairs-from samples,continuations",
    );
    const words = [
      "preference-pairs",
      "my pairs.jsonl",
      "--project",
      "prj_00000001",
      "--runs",
      "run_00000001,run_00000002",
      "--min-mean-c",
      "0.25",
      "--text",
      "it's 1 + 1",
      "--labels",
      "c",
      "--pairs-from",
      "samples,continuations",
    ];
    const command = exportCommand(words);
    if (typeof command === "string") throw new Error(command);
    expect({ ...command.request, project: command.project }).toEqual(exportRequest.parse(asked));
  });
});
