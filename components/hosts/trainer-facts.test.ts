import { describe, expect, test } from "vitest";
import { trainerFacts } from "./trainer-facts";

describe("trainerFacts", () => {
  test("lists what the doctor of the trainer printed, packages after its own", () => {
    const report = { python: "3.11.2", packages: { trl: "1.13.0" }, ready: true, cuda: false };
    expect(trainerFacts(JSON.stringify(report))).toEqual([
      { key: "python", label: "Python", value: "3.11.2" },
      { key: "cuda", label: "CUDA", value: "no" },
      { key: "trl", label: "trl", value: "1.13.0" },
    ]);
  });

  test("leaves a text for people as it is", () => {
    expect(trainerFacts("installing trl …")).toBeNull();
    expect(trainerFacts("[1]")).toBeNull();
  });
});
