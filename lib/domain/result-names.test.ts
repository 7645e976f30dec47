import { describe, expect, it } from "vitest";
import type { ResultArm } from "@/lib/contracts/results";
import { listed, resultNames } from "./result-names";

describe("names of results", () => {
  const arm = (key: string, name: string, origin: string | null): ResultArm => ({
    key,
    armId: null,
    name,
    position: 0,
    sharesWarmUp: false,
    source: "trained",
    origin,
  });
  const names = resultNames({
    arms: [
      arm("outcome-only", "outcome-only", "Quickstart"),
      arm("reported", "outcome-only", "Table 1"),
      arm("mixed", "mixed", "Quickstart"),
    ],
    benchmarks: [{ key: "sums", title: "Sums", questions: 10 }],
  });

  it("tells two arms of one name apart by where they come from, and leaves a single one alone", () => {
    expect(names.arm("reported")).toBe("outcome-only (Table 1)");
    expect(names.arm("outcome-only")).toBe("outcome-only (Quickstart)");
    expect(names.arm("mixed")).toBe("mixed");
  });

  it("lets an unknown key stand for itself", () => {
    expect(names.arm("gone")).toBe("gone");
    expect(names.benchmark("sums")).toBe("Sums");
    expect(names.benchmark(null)).toBe("mean over benchmarks");
  });

  it("lists as people do", () => {
    expect([listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])]).toEqual([
      "",
      "a",
      "a and b",
      "a, b and c",
    ]);
  });
});
