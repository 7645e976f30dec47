import { describe, expect, it } from "vitest";
import { exportRequest } from "@/lib/contracts";
import { type ExportAsked, exportQuery } from "./address";

const asked: ExportAsked = {
  ...{ project: "prj_00000001", runs: ["run_00000001", "run_00000002"], minMeanC: 0.25, text: "it's 1 + 1" },
  ...{ labels: "c", threshold: 0, margin: 0.5, pairsFrom: ["samples", "continuations"] },
};

describe("addresses of exports", () => {
  it("say what is beyond the defaults, and parse back to what was asked", () => {
    const query = new URLSearchParams(exportQuery(asked));
    expect(query.has("margin")).toBe(false);
    expect(exportRequest.parse(Object.fromEntries(query))).toEqual(exportRequest.parse(asked));
  });
});
