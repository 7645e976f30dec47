import { describe, expect, it } from "vitest";
import { cardRows, cardTitle } from "@/components/charts/describe-mark";
import { prepareSeries } from "@/components/charts/prepare-series";
import { seriesCsv } from "@/components/charts/series-csv";
import type { SystemAnswer, SystemAttempt, SystemLine, SystemMetric } from "@/lib/contracts";
import { attemptName, evaluationShades, gpuAbsence, systemPanels } from "./system-panels";

const attempt = (n: number, changes: Partial<SystemAttempt> = {}): SystemAttempt => ({
  ...{ attemptId: `att_0000000${n}`, attemptNumber: n, jobId: "job_00000001", jobKind: "grpo" },
  ...{ hostName: "gpu-1", from: 0, to: 100_000, ...changes },
});
const line = (metric: SystemMetric, marks: [number, number][], changes: Partial<SystemLine> = {}) => ({
  ...{ metric, gpu: null, attemptId: "att_00000001" },
  marks: marks.map(([x, mean]) => ({ x, count: 2, min: mean / 2, mean, max: mean * 2 })),
  ...changes,
});
const answerOf = (lines: SystemLine[], changes: Partial<SystemAnswer> = {}): SystemAnswer => ({
  ...{ beganAt: "2026-01-01T00:00:00.000Z", from: 0, to: 100_000, bucketMs: 1000, samples: 9, every: 1 },
  ...{ attempts: [attempt(1)], lines, gpus: [], hostMemoryTotalBytes: null, ...changes },
});

describe("charts of what the machine gave", () => {
  it("are those there are figures for, GPUs first, each GPU a line with its name", () => {
    const gpus = [{ index: 3, name: "H100", memoryTotalBytes: null }];
    const panels = systemPanels(
      answerOf(
        [
          line("cpuCores", [[5000, 1.5]]),
          line("gpuUtilization", [[5000, 0.5]], { gpu: 3 }),
          line("gpuUtilization", [[5000, 0.25]], { gpu: 0 }),
        ],
        { gpus },
      ),
    );
    expect(panels.map(({ key, lines }) => [key, lines.map(({ label }) => label)])).toEqual([
      ["gpu", ["GPU 0", "GPU 3, H100"]],
      ["cpu", ["process tree"]],
    ]);
    const [gpu] = panels;
    expect(gpu?.lines[0]?.series?.segments[0]?.marks[0]?.mean).toBe(25);
  });

  it("break where nothing was sampled, and mark where another attempt took over", () => {
    const [panel] = systemPanels(
      answerOf(
        [
          line("memoryBytes", [
            [0, 2 ** 30],
            [5000, 2 ** 30],
          ]),
          line("memoryBytes", [[200_000, 2 ** 31]], { attemptId: "att_00000002" }),
        ],
        { attempts: [attempt(1), attempt(2, { from: 190_000 })] },
      ),
    );
    const plot = prepareSeries(panel?.lines ?? [], { axis: "wall", smoothing: 0, of: "samples" });
    const [drawn] = plot.lines;
    expect(drawn?.raw.map(({ y }) => y)).toEqual([1, 1, null, 2]);
    expect(drawn?.resumes).toEqual([200]);
    expect(drawn?.points).toBe(6);
  });

  it("say a sample without train steps, and keep them out of the CSV", () => {
    const [panel] = systemPanels(answerOf([line("cpuCores", [[5000, 1.5]])]));
    const plot = prepareSeries(panel?.lines ?? [], {
      ...{ axis: "wall", smoothing: 0, of: "samples", range: { from: 0, to: 10_000 }, fromZero: true },
    });
    expect(cardRows(plot, 5)[0]).toMatchObject({
      value: "1.50000",
      detail: "mean of 2 values · 0.7500 to 3.000",
    });
    expect(cardTitle(plot, 5)).toBe("0:00:05.0");
    expect([plot.x.lo, plot.x.hi, plot.y.lo]).toEqual([0, 10, 0]);
    const [head, row] = seriesCsv(plot).split("\r\n");
    expect(head).toBe("line,attempt,x: wall time [s],mean,min,max,smoothed,values,nan,pos_inf,neg_inf");
    expect(row).toBe("process tree,1,5,1.5,0.75,3,,2,false,false,false");
  });
});

describe("words and shades", () => {
  const evaluation = attempt(1, { jobKind: "evaluate", from: 60_000, to: null });

  it("shade evaluations only, to the end of what is known while one runs", () => {
    expect(evaluationShades({ attempts: [attempt(1), evaluation], to: 90_000 })).toEqual([
      { from: 60_000, to: 90_000 },
    ]);
  });

  it("name an attempt by its work, number and host", () => {
    expect(attemptName(attempt(2))).toBe("GRPO, attempt 2, on gpu-1");
    expect(attemptName(evaluation)).toBe("Evaluation, on gpu-1");
  });

  it("say why no GPU is drawn, as the sampler said it or not at all", () => {
    const none = answerOf([line("cpuCores", [[1, 1]])]);
    expect(gpuAbsence(none, "nvidia-smi is not there on node-7")).toBe(
      "No figures of GPUs: nvidia-smi is not there on node-7.",
    );
    expect(gpuAbsence(none, undefined)).toBe("No figures of GPUs: nothing on gpu-1 told of any.");
    expect(gpuAbsence(answerOf([line("gpuWatts", [[1, 1]], { gpu: 0 })]), undefined)).toBeNull();
  });
});
