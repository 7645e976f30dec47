import { describe, expect, it } from "vitest";
import { traceImportOptions } from "./trace-import-options";

describe("traceImportOptions", () => {
  it("reads format, path and options in any order", () => {
    expect(
      traceImportOptions(["--json", "verl", "logs", "--project", "mine", "--ablation=A=B", "--strict"]),
    ).toEqual({
      ...{ format: "verl", path: "logs", project: "mine", ablation: "A=B" },
      ...{ strict: true, json: true, url: null },
    });
  });

  it("leaves the format to be detected", () => {
    expect(traceImportOptions(["a b/logs", "--project", "p"])).toMatchObject({
      format: null,
      path: "a b/logs",
    });
  });

  it.each<[string, string[]]>([
    ["name the file or folder", ["--project", "p"]],
    ["--project NAME", ["verl", "logs"]],
    ["--project needs a value", ["verl", "logs", "--project"]],
    ["unknown format velr: name one of stepwell", ["velr", "logs", "--project", "p"]],
    ["unknown option --jsno", ["verl", "logs", "--project", "p", "--jsno"]],
    ["quote a path", ["verl", "my", "logs", "--project", "p"]],
    ["200 at most", ["logs", "--project", "p".repeat(201)]],
  ])("says %s", (sentence, argv) => {
    expect(traceImportOptions(argv)).toContain(sentence);
  });
});
