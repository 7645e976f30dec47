import type { LineSource } from "@/components/charts/prepare-series";
import { sampledLine } from "@/components/charts/sampled-line";
import type { XScale } from "@/components/charts/x-scale";
import type { HostMetric, HostUsageAnswer } from "@/lib/contracts";
import { armLook } from "@/lib/domain/arm-colours";
import { exactTime } from "@/lib/format/time";

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const HOUR_MS = 3_600_000;
const COLOURS = 8;
/** Agents tell every half minute; a line goes on over two that are missing. */
const LEAST_GAP_MS = 100_000;

interface PanelShape {
  key: string;
  title: string;
  unit: string;
  /** Values are divided by this. */
  scale: number;
  metrics: Partial<Record<HostMetric, string>>;
}

const SHAPES: readonly PanelShape[] = [
  { key: "gpu", title: "GPU busy", unit: "%", scale: 0.01, metrics: { gpuUtilization: "" } },
  { key: "gpu-memory", title: "GPU memory in use", unit: "GiB", scale: GIB, metrics: { gpuMemoryBytes: "" } },
  { key: "gpu-power", title: "GPU power", unit: "W", scale: 1, metrics: { gpuWatts: "" } },
  { key: "cpu", title: "CPU", unit: "cores", scale: 1, metrics: { cpuCores: "busy" } },
  { key: "memory", title: "Memory", unit: "GiB", scale: GIB, metrics: { memoryBytes: "in use" } },
  { key: "disk", title: "Disk free", unit: "GiB", scale: GIB, metrics: { diskFreeBytes: "free" } },
  {
    ...{ key: "network", title: "Network", unit: "MiB/s", scale: MIB },
    metrics: { networkReceived: "received", networkSent: "sent" },
  },
];

export interface UsagePanel {
  key: string;
  title: string;
  unit: string;
  lines: LineSource[];
}

/** x as hours before now, each place with its clock's time. Marks count from `from`, in milliseconds. */
export function agoScale({ from, to }: Pick<HostUsageAnswer, "from" | "to">): XScale {
  const [began, ended] = [Date.parse(from), Date.parse(to)];
  const minutes = ended - began <= 2 * HOUR_MS;
  const unitSize = minutes ? 60_000 : HOUR_MS;
  return {
    axis: "wall",
    unitSize,
    title: `time before ${exactTime(to)} [${minutes ? "min" : "h"}]`,
    nameOf: (x) => exactTime(new Date(ended + x * unitSize).toISOString()),
  };
}

/** The charts there are figures for, GPUs first. x is in milliseconds before the end, so never above 0. */
export function usagePanels(answer: HostUsageAnswer): UsagePanel[] {
  const { latest, bucketMs } = answer;
  const ahead = Date.parse(answer.to) - Date.parse(answer.from);
  const gpuName = (gpu: number) => {
    const name = latest?.usage.gpus?.find(({ index }) => index === gpu)?.name;
    return name ? `GPU ${gpu}, ${name}` : `GPU ${gpu}`;
  };
  return SHAPES.flatMap(({ metrics, scale, ...panel }) => {
    const found = answer.lines.filter(({ metric }) => metrics[metric] !== undefined);
    const lines = found.map(({ metric, gpu, marks }, i) => {
      const { colour, dash } = armLook(i % COLOURS);
      const moved = marks.map((mark) => ({ ...mark, x: mark.x - ahead }));
      return sampledLine({
        ...{ key: `${metric} ${gpu ?? ""}`, scale, gapMs: Math.max(LEAST_GAP_MS, 3 * bucketMs) },
        label: gpu === null ? (metrics[metric] ?? "") : gpuName(gpu),
        look: { colour, dash },
        parts: [{ attemptId: "", attemptNumber: 1, jobId: "", marks: moved }],
      });
    });
    return lines.length > 0 ? [{ ...panel, lines }] : [];
  });
}
