import { describe, expect, it } from "vitest";
import { chosenFiles, nameOfChoice } from "./chosen-files";

const fileAt = (path: string) => {
  const file = new File(["x"], path.split("/").at(-1) ?? "");
  Object.defineProperty(file, "webkitRelativePath", { value: path.includes("/") ? path : "" });
  return file;
};

describe("chosenFiles", () => {
  it("names files of a folder by their path below it, in order, without hidden ones", () => {
    const found = chosenFiles(
      ["logs/b.jsonl", "logs/a/2.jsonl", "logs/.git/x", "logs/a/1.jsonl"].map(fileAt),
    );
    expect(found.map(({ name }) => name)).toEqual(["a/1.jsonl", "a/2.jsonl", "b.jsonl"]);
    expect(nameOfChoice(found)).toBe("logs");
  });

  it("names a choice of single files by the first", () => {
    expect(nameOfChoice(chosenFiles([fileAt("a.jsonl")]))).toBe("a.jsonl");
    expect(nameOfChoice(chosenFiles([fileAt("b.jsonl"), fileAt("a.jsonl")]))).toBe("a.jsonl and 1 more");
    expect(nameOfChoice([])).toBe("");
  });
});
