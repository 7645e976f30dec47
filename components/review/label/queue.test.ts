import { describe, expect, it } from "vitest";
import type { LabelOp } from "@/lib/client/labels/outbox-store";
import type { LabelView, QueueItem, ReviewStatus } from "@/lib/contracts";
import { NO_JUDGEMENT } from "@/lib/domain/judgement";
import { replayed } from "./use-label-view";
import { neighbour, nextOpen, replayedQueue } from "./use-queue";

const item = (traceId: string, status: ReviewStatus = "to-do"): QueueItem => ({
  ...{ traceId, status, position: 0, stepCount: 1, promptPreview: "", labelled: 0 },
});
const RATER = "scr_00000000";
const SET = "rvs_00000000";
const AT = "2026-01-01T00:00:00.000Z";
const status = (traceId: string, to: ReviewStatus, rater = RATER, set = SET): LabelOp => ({
  ...{ kind: "status", key: "k", rater, status: { set, traceId, status: to, at: AT } },
});

describe("the queue", () => {
  const items = [item("a", "done"), item("b"), item("c", "skipped"), item("d")];
  it("goes on behind the present trace, then begins again", () => {
    expect(nextOpen(items, "b")).toBe("d");
    expect(nextOpen(items, "d")).toBe("b");
    expect(nextOpen(items, null)).toBe("b");
    expect(nextOpen([item("a", "done")], "a")).toBeNull();
  });
  it("never leads to where one is", () => {
    expect(nextOpen([item("a"), item("b", "done")], "a")).toBeNull();
  });
  it("has neighbours whatever their status", () => {
    expect([neighbour(items, "b", 1), neighbour(items, "b", -1), neighbour(items, "d", 1)]).toEqual([
      "c",
      "a",
      null,
    ]);
    expect(neighbour(items, "z", 1)).toBeNull();
  });
  it("holds what the server does not know yet, of this rater and this set only, the last word last", () => {
    const ops = [
      status("b", "done"),
      status("b", "to-do"),
      status("d", "done"),
      status("c", "done", "scr_11111111"),
      status("c", "done", RATER, "rvs_11111111"),
    ];
    const found = replayedQueue({ items, tags: [] }, ops, RATER, SET).items.map((i) => i.status);
    expect(found).toEqual(["done", "to-do", "skipped", "done"]);
  });
});

describe("a label view", () => {
  const view: LabelView = {
    ...{ traceId: "b", position: 0, status: "to-do", blind: true, evidence: null },
    ...{ prompt: { messages: [], media: [] }, response: "", finishReason: null, traceSteps: [] },
    ...{ steps: [], trace: null },
  };
  const edit = (traceId: string, label: "good" | "bad"): LabelOp => ({
    ...{ kind: "edit", key: "k", rater: RATER },
    edit: {
      ...{ id: "edit-0000", traceId, traceStep: 1, before: NO_JUDGEMENT, at: AT },
      after: { ...NO_JUDGEMENT, label },
    },
  });
  it("holds what the server does not know yet, in order", () => {
    const ops = [edit("b", "good"), edit("z", "good"), edit("b", "bad"), status("b", "done")];
    const found = replayed(view, ops, RATER, SET);
    expect([found.status, found.steps.map(({ label }) => label)]).toEqual(["done", ["bad"]]);
    expect(replayed(view, ops, "scr_11111111", SET)).toBe(view);
  });
});
