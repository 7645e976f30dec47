import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { benchmarksOf, TINY_BENCHMARKS, TINY_FAMILIES } from "./benchmarks";

const TRAINER = fileURLToPath(new URL("../../trainer-bridge/trainer/stepwell_trainer", import.meta.url));
const source = (path: string) => readFileSync(join(TRAINER, path), "utf8");

describe("the tiny profile's names", () => {
  it("are the trainer's own benchmarks, with their titles and sizes", () => {
    const found = [
      ...source("benchmarks/index.py").matchAll(/Benchmark\("([\w-]+)", "([^"]+)", "[^"]+", (\d+),/g),
    ];
    expect(
      found.map(([, key, title, questions]) => ({ key, title, questions: Number(questions), counted: true })),
    ).toEqual(TINY_BENCHMARKS);
  });

  it("are the trainer's own task families", () => {
    const files = [
      ...source("tasks/index.py").matchAll(/from stepwell_trainer\.tasks\.(\w+) import [A-Z]\w+/g),
    ]
      .map(([, file]) => source(`tasks/${file}.py`))
      .flatMap((text) => /^ {4}key(?:: str)? = "([\w-]+)"/m.exec(text)?.[1] ?? []);
    expect(files.sort()).toEqual(TINY_FAMILIES);
  });

  it("are named by the profile itself where it is hf", () => {
    const profile = {
      kind: "hf" as const,
      model: "m",
      dataset: "d",
      split: "train",
      verifier: "math" as const,
      teacher: null,
      benchmarks: { "math-500": { dataset: "x", split: "test" } },
    };
    expect(benchmarksOf(profile).map((benchmark) => benchmark.key)).toEqual(["math-500"]);
  });
});
