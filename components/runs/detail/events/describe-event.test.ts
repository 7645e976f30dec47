import { describe, expect, it } from "vitest";
import type { RunHistoryEvent } from "@/lib/contracts";
import { describeEvent } from "./describe-event";

const event = (type: string, body: Record<string, unknown>): RunHistoryEvent => ({
  ...{
    id: 1,
    type,
    at: "2026-01-01T00:00:00Z",
    jobId: "job_00000001",
    jobKind: "grpo",
    attemptNumber: 1,
    body,
  },
});

describe("describeEvent", () => {
  it("tells a change of status with its reason", () => {
    const line = describeEvent(event("status", { from: "running", to: "failed", reason: "exit 1" }));
    expect([line.title, line.detail, line.tone]).toEqual(["running → failed", "exit 1", "bad"]);
  });

  it("names the refused stream and every field that was refused", () => {
    const fields = [{ path: "events.0.trainStep", message: "must not be below 0" }];
    const line = describeEvent(event("batch-refused", { stream: "att_1/metrics", detail: "bad", fields }));
    expect(line.title).toContain("att_1/metrics");
    expect(line.detail).toBe("bad\nevents.0.trainStep: must not be below 0");
  });

  it("tells how far a phase is", () => {
    expect(describeEvent(event("phase", { phase: "rewrite", message: "", done: 3, total: 9 })).detail).toBe(
      "3 of 9",
    );
  });

  it("tells an artifact's train step, size and folder", () => {
    const body = { kind: "checkpoint", artifact: { path: "/d" }, trainStep: 50, bytes: 2048, final: true };
    const line = describeEvent(event("artifact", body));
    expect([line.title, line.detail]).toEqual(["Result: checkpoint", "train step 50 · 2.0 KiB · /d"]);
  });

  it("tells what was known when seeds were added", () => {
    const body = { seeds: [4, 5], finishedSeeds: 3, seedsBefore: 3, evaluationsKnown: 24 };
    const line = describeEvent(event("seeds-added", body));
    expect([line.title, line.detail]).toEqual([
      "Seeds added: 4, 5",
      "3 of 3 seeds had finished, 24 evaluations were complete",
    ]);
  });

  it("shows what it does not know, or what is malformed, as it was sent", () => {
    expect(describeEvent(event("gpu", { celsius: [70] })).raw).toContain("70");
    for (const type of ["status", "phase", "artifact", "batch-refused", "environment", "seeds-added"])
      expect(describeEvent(event(type, {})).title).not.toBe("");
  });
});
