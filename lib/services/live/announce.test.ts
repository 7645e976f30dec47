import { describe, expect, it } from "vitest";
import { liveStreamMessage } from "@/lib/contracts";
import { payloadOf } from "./announce";
import { concerns } from "./scope";

const message = {
  ...{ type: "metrics" as const, runId: "run_00000001", jobId: "job_00000001", ablationId: "abl_00000001" },
  ...{ events: 1, fromTrainStep: 1, toTrainStep: 2, names: ["reward/mean"] },
};

describe("payloadOf", () => {
  it("keeps names while they fit", () => {
    expect(liveStreamMessage.parse(JSON.parse(payloadOf(message)))).toEqual(message);
  });

  it("leaves them out rather than be refused by Postgres, and still says what changed", () => {
    const names = Array.from({ length: 100 }, (_, i) => `${"x".repeat(200)}${i}`);
    const payload = payloadOf({ ...message, names });
    expect(Buffer.byteLength(payload)).toBeLessThan(8000);
    expect(JSON.parse(payload)).toEqual({ ...message, names: [] });
  });
});

describe("concerns", () => {
  const ablation = "abl_00000001";
  it.each([
    ["everything", {}, true],
    ["its run", { runs: ["run_00000002", "run_00000001"] }, true],
    ["other runs", { runs: ["run_00000002"] }, false],
    ["its ablation", { ablation }, true],
    ["another ablation", { ablation: "abl_00000002" }, false],
  ])("judges a scope of %s", (_, scope, wanted) => {
    expect(concerns(scope, message)).toBe(wanted);
  });

  it("has no message without a run concern particular runs", () => {
    expect(concerns({ runs: ["run_00000001"] }, { ...message, runId: null })).toBe(false);
  });
});
