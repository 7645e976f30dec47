import { describe, expect, it } from "vitest";
import { type ExplorerBreaks, traceSelection } from "@/lib/contracts";
import {
  cellOf,
  drawnFates,
  drawnFirstDrops,
  fateMarks,
  firstDropMarks,
  lastDrawnStep,
  marksCsv,
  meanMarks,
} from "./prepare-breaks";

const stepOf = (traceStep: number, changes: Partial<ExplorerBreaks["steps"][number]> = {}) => ({
  ...{ traceStep, scored: 4, missing: 1, notScored: 0, prompts: 2, meanC: 0.5, low: 0.25, high: 0.75 },
  ...{ firstDrops: 0, lost: 0, ...changes },
});

const BREAKS: ExplorerBreaks = {
  total: 10,
  scored: 8,
  largeDrop: 0.5,
  withoutDrop: 5,
  fates: [
    { fate: "kept", count: 4 },
    { fate: "lost", count: 2 },
    { fate: "recovered", count: 0 },
    { fate: "never", count: 2 },
    { fate: null, count: 2 },
  ],
  steps: [
    stepOf(1),
    stepOf(2, { firstDrops: 3, lost: 2 }),
    stepOf(3, { scored: 0, missing: 0, notScored: 3, prompts: 0, meanC: null, low: null, high: null }),
  ],
  byC: [{ outcome: "right", process: "broken", count: 1 }],
  byPeople: [],
};

describe("the overviews of where traces break", () => {
  it("open exactly the traces that a bar counts, and nothing where it counts none", () => {
    const drops = firstDropMarks(BREAKS);
    expect(drops.map((m) => [m.label, m.value, m.opens])).toEqual([
      ["2", 3, { firstDropStep: 2 }],
      ["3", 0, null],
    ]);
    for (const mark of [...drops, ...meanMarks(BREAKS), ...fateMarks(BREAKS)])
      if (mark.opens) expect(traceSelection.safeParse(mark.opens).success).toBe(true);
  });

  it("have no dot where nothing was scored, and say why there is no interval", () => {
    const [first, , third] = meanMarks(BREAKS);
    expect(first?.lines).toContain("95% [0.250, 0.750], 2 prompts");
    expect(third?.value).toBeNull();
    expect(third?.lines).toContain("No c at this trace step");
    const single = { ...BREAKS, steps: [stepOf(1, { prompts: 1, low: null, high: null })] };
    expect(meanMarks(single)[0]?.lines[2]).toMatch(/fewer than two prompts/);
  });

  it("share out the scored traces and no others", () => {
    const marks = fateMarks(BREAKS);
    expect(marks.map((m) => [m.label, m.value])).toEqual([
      ["kept", 0.5],
      ["recovered", 0],
      ["lost at 2", 0.25],
      ["lost at 3", 0],
      ["never", 0.25],
    ]);
    expect(marks.reduce((sum, m) => sum + (m.value ?? 0), 0)).toBe(1);
    expect(fateMarks({ ...BREAKS, scored: 0 }).every((m) => m.value === null)).toBe(true);
  });

  it("point out right answers of a broken process and wrong ones from sound steps", () => {
    expect(cellOf(BREAKS.byC, "right", "broken")).toMatchObject({ count: 1, isTelling: true });
    expect(cellOf(BREAKS.byC, "wrong", "sound")).toMatchObject({ count: 0, isTelling: true });
    expect(cellOf(BREAKS.byC, "right", null).isTelling).toBe(false);
  });

  it("draw no long tail of few traces, and count what lies there in one bar", () => {
    const steps = Array.from({ length: 40 }, (_, i) =>
      stepOf(i + 1, {
        scored: i < 10 ? 50 : 1,
        firstDrops: i === 1 || i > 37 ? 2 : 0,
        lost: i === 39 ? 1 : 0,
      }),
    );
    const long = { ...BREAKS, steps };
    expect(lastDrawnStep(long)).toBe(10);
    const drawn = drawnFirstDrops(long);
    expect(drawn.map((m) => m.label)).toEqual(["2", "3", "4", "5", "6", "7", "8", "9", "10", "> 10"]);
    const sum = (marks: readonly { value: number | null }[]) => marks.reduce((s, m) => s + (m.value ?? 0), 0);
    expect(sum(drawn)).toBe(sum(firstDropMarks(long)));
    expect(drawnFates(long).map((m) => m.label)).toContain("lost > 10");
    expect(drawnFirstDrops(BREAKS)).toEqual(firstDropMarks(BREAKS));
  });

  it("write unknown as nothing", () => {
    expect(marksCsv(meanMarks(BREAKS), "trace_step,mean_c,low,high").split("\r\n")).toEqual([
      "trace_step,mean_c,low,high",
      "1,0.5,0.25,0.75",
      "2,0.5,0.25,0.75",
      "3,,,",
    ]);
  });
});
