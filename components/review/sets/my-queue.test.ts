import { describe, expect, it } from "vitest";
import type { ReviewSetRow } from "@/lib/contracts";
import { waitingFor } from "./my-queue";

const ana = { id: "scr_00000001", name: "Ana" };
const set = (id: string, done: number, skipped: number, closedAt: string | null = null): ReviewSetRow => ({
  ...{
    id,
    projectId: "prj_00000000",
    name: id,
    blind: true,
    createdAt: "",
    closedAt,
    traces: 9,
    complete: 0,
  },
  raters: [{ ...ana, assigned: 5, done, skipped, lastAt: null }],
});

describe("a rater's queue", () => {
  it("holds open sets with something left, the shortest first", () => {
    const sets = [set("a", 0, 0), set("b", 3, 1), set("c", 4, 1), set("d", 0, 0, "2026-01-01T00:00:00Z")];
    expect(waitingFor(sets, ana).map(({ set: { id }, left }) => [id, left])).toEqual([
      ["b", 1],
      ["a", 5],
    ]);
    expect(waitingFor(sets, { id: "scr_00000002", name: "Ben" })).toEqual([]);
  });
});
