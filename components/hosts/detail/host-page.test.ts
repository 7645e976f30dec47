import { describe, expect, it } from "vitest";
import { cardTitle } from "@/components/charts/describe-mark";
import { prepareSeries } from "@/components/charts/prepare-series";
import type { HostUsageAnswer } from "@/lib/contracts";
import { sparkPath } from "../sparkline";
import { fieldsText, isTrouble } from "./log-text";
import { agoScale, usagePanels } from "./usage-panels";

const mark = (x: number, mean: number) => ({ x, count: 1, min: mean, mean, max: mean });
const answer: HostUsageAnswer = {
  from: "2026-01-01T00:00:00.000Z",
  to: "2026-01-01T01:00:00.000Z",
  bucketMs: 15_000,
  lines: [
    { metric: "cpuCores", gpu: null, marks: [mark(0, 1), mark(30_000, 2), mark(3_600_000, 3)] },
    { metric: "gpuUtilization", gpu: 0, marks: [mark(3_600_000, 0.25)] },
  ],
  latest: {
    at: "2026-01-01T01:00:00.000Z",
    usage: {
      gpus: [
        {
          ...{ index: 0, name: "H100", utilization: 0.25, memoryBytes: null },
          ...{ memoryTotalBytes: null, watts: null, celsius: null },
        },
      ],
    },
  },
};

describe("usage of a host", () => {
  it("is drawn in time before now, broken where nothing was told", () => {
    const [gpu, cpu] = usagePanels(answer);
    expect([gpu?.key, gpu?.lines[0]?.label]).toEqual(["gpu", "GPU 0, H100"]);
    const plot = prepareSeries(cpu?.lines ?? [], {
      axis: "wall",
      smoothing: 0,
      scale: agoScale(answer),
      of: "samples",
    });
    expect(plot.lines[0]?.raw.map(({ x, y }) => [x, y])).toEqual([
      [-60, 1],
      [-59.5, 2],
      [-29.75, null],
      [0, 3],
    ]);
    expect(plot.x.scale.title).toMatch(/^time before .* \[min\]$/);
    expect(cardTitle(plot, -60)).toContain("2026");
  });

  it("has no chart of what nobody measured", () => {
    expect(usagePanels({ ...answer, lines: [] })).toEqual([]);
  });
});

describe("a sparkline", () => {
  it("breaks at holes, shows lone values, and holds what is above its top", () => {
    expect(sparkPath([0, 2, null, 0.5], 1)).toBe("M0.0 13.0L20.0 1.0M60.0 7.0h1.5");
    expect(sparkPath([null, null], 1)).toBe("");
  });
});

describe("a line of the agent's log", () => {
  it("is one line of text that can be read and searched", () => {
    expect(fieldsText({ jobId: "job_1", why: "it is full", n: 3, none: null })).toBe(
      'jobId=job_1 why="it is full" n=3 none=null',
    );
  });

  it("is told apart where it says that something is wrong", () => {
    expect(["no-answer", "attempt-hangs", "log-lines-dropped"].every(isTrouble)).toBe(true);
    expect(["leased", "attempt-started", "registered"].some(isTrouble)).toBe(false);
  });
});
