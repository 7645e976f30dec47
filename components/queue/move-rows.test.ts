import { describe, expect, it } from "vitest";
import type { QueuedJob, QueueView } from "@/lib/contracts";
import { withMoved } from "./move-rows";

const job = (id: string, place: number): QueuedJob => ({
  id,
  place,
  name: id,
  kind: "grpo",
  runId: null,
  ablationId: "abl_00000000",
  ablationName: "a",
  moved: false,
  dependents: 0,
  estimate: { startsAt: null, endsAt: null, seconds: 1, source: "assumed" },
  wait: { code: "no-host", sentence: "", jobs: [] },
  boundTo: [],
});
/** Filtered: places 2, 5 and 7 of a longer queue. */
const view: QueueView = {
  running: [],
  paused: [],
  queued: [job("a", 2), job("b", 5), job("c", 7)],
  matching: 3,
  total: 9,
  choices: { ablations: [], hosts: [] },
};
const lines = (after: QueueView) => after.queued.map((one) => `${one.place}${one.id}`);

describe("the queue while a move is on its way", () => {
  it("shows the job at its new place, marked as moved", () => {
    expect(lines(withMoved(view, "c", { to: "top" }))).toEqual(["2c", "5a", "7b"]);
    expect(lines(withMoved(view, "c", { to: "before", job: "b" }))).toEqual(["2a", "5c", "7b"]);
    const down = withMoved(view, "a", { to: "after", job: "b" });
    expect(lines(down)).toEqual(["2b", "5a", "7c"]);
    expect(down.queued.map((one) => one.moved)).toEqual([false, true, false]);
  });

  it("stays as it is where only the server knows", () => {
    expect(withMoved(view, "a", { to: "launch-order" })).toBe(view);
    expect(withMoved(view, "x", { to: "top" })).toBe(view);
    expect(withMoved(view, "a", { to: "after", job: "x" })).toBe(view);
  });
});
