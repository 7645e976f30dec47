import type { LineLook, LineSource, Shade } from "@/components/charts/prepare-series";
import { sampledLine } from "@/components/charts/sampled-line";
import type { SystemAnswer, SystemAttempt, SystemMetric } from "@/lib/contracts";
import { JOB_TITLES } from "@/lib/domain/run-kinds";
import { partLook } from "../curves/shown-runs";

const MIB = 2 ** 20;
const GIB = 2 ** 30;
/** Samples of long runs are 15 s apart; a line goes on over three that are missing. */
const LEAST_GAP_MS = 60_000;

/** A chart of what the machine gave. */
export interface SystemPanel {
  key: string;
  title: string;
  unit: string;
  lines: LineSource[];
}

interface PanelShape {
  key: string;
  title: string;
  unit: string;
  /** Values are divided by this. */
  scale: number;
  /** Metrics with the name of each; of a GPU the GPU's name stands in its place. */
  metrics: Partial<Record<SystemMetric, string>>;
}

const OWN = "process tree";
const ALL = "whole machine";
const SHAPES: readonly PanelShape[] = [
  { key: "gpu", title: "GPU busy", unit: "%", scale: 0.01, metrics: { gpuUtilization: "" } },
  { key: "gpu-memory", title: "GPU memory in use", unit: "GiB", scale: GIB, metrics: { gpuMemoryBytes: "" } },
  {
    ...{ key: "cpu", title: "CPU", unit: "cores", scale: 1 },
    metrics: { cpuCores: OWN, hostCpuCores: ALL },
  },
  {
    ...{ key: "memory", title: "Memory in use", unit: "GiB", scale: GIB },
    metrics: { memoryBytes: OWN, hostMemoryBytes: ALL },
  },
  {
    ...{ key: "disk", title: "Disk, process tree", unit: "MiB/s", scale: MIB },
    metrics: { diskRead: "read", diskWritten: "written" },
  },
  {
    ...{ key: "network", title: "Network, whole machine", unit: "MiB/s", scale: MIB },
    metrics: { networkReceived: "received", networkSent: "sent" },
  },
  { key: "gpu-power", title: "GPU power", unit: "W", scale: 1, metrics: { gpuWatts: "" } },
  { key: "gpu-heat", title: "GPU temperature", unit: "°C", scale: 1, metrics: { gpuCelsius: "" } },
  {
    ...{ key: "disk-free", title: "Disk free where outputs go", unit: "GiB", scale: GIB },
    metrics: { diskFreeBytes: "free" },
  },
];

function lineOf(
  answer: SystemAnswer,
  metric: SystemMetric,
  gpu: number | null,
  drawn: { label: string; look: LineLook; scale: number },
): LineSource {
  const parts = answer.attempts.flatMap(({ attemptId, attemptNumber, jobId }) => {
    const found = answer.lines.find(
      (line) => line.attemptId === attemptId && line.metric === metric && line.gpu === gpu,
    );
    return found ? [{ attemptId, attemptNumber, jobId, marks: found.marks }] : [];
  });
  const gapMs = Math.max(LEAST_GAP_MS, 3 * answer.bucketMs);
  return sampledLine({ key: `${metric} ${gpu ?? ""}`, ...drawn, parts, gapMs });
}

const gpuName = (answer: SystemAnswer, index: number) => {
  const name = answer.gpus.find((gpu) => gpu.index === index)?.name;
  return name ? `GPU ${index}, ${name}` : `GPU ${index}`;
};

function linesOf(answer: SystemAnswer, { metrics, scale }: PanelShape): LineSource[] {
  const wanted = Object.entries(metrics).flatMap(([name, label]) => {
    const own = answer.lines.filter(({ metric }) => metric === name);
    const gpus = [...new Set(own.map(({ gpu }) => gpu))].sort((a, b) => (a ?? 0) - (b ?? 0));
    return gpus.map((gpu) => ({ metric: own[0]?.metric, gpu, label }));
  });
  return wanted.flatMap(({ metric, gpu, label }, i) =>
    metric === undefined
      ? []
      : [
          lineOf(answer, metric, gpu, {
            ...{ label: gpu === null ? label : gpuName(answer, gpu), look: partLook(i), scale },
          }),
        ],
  );
}

/** The charts there are figures for, GPUs first; what nobody measured has no chart. */
export function systemPanels(answer: SystemAnswer): SystemPanel[] {
  return SHAPES.map((shape) => {
    const { key, title, unit } = shape;
    return { key, title, unit, lines: linesOf(answer, shape) };
  }).filter(({ lines }) => lines.length > 0);
}

/** While checkpoints were evaluated, the shaded stretches of every chart. */
export function evaluationShades({ attempts, to }: Pick<SystemAnswer, "attempts" | "to">): Shade[] {
  return attempts
    .filter(({ jobKind }) => jobKind === "evaluate")
    .map((attempt) => ({ from: attempt.from, to: attempt.to ?? Math.max(to, attempt.from) }));
}

/** An attempt in words: "GRPO, attempt 2, on gpu-1". */
export function attemptName({ jobKind, attemptNumber, hostName }: SystemAttempt): string {
  const which = jobKind === "evaluate" && attemptNumber === 1 ? "" : `, attempt ${attemptNumber}`;
  return `${JOB_TITLES[jobKind]}${which}, on ${hostName}`;
}

/** Why no chart shows a GPU, in a sentence; null where one does. */
export function gpuAbsence(answer: SystemAnswer, said: string | undefined): string | null {
  if (answer.lines.some(({ gpu }) => gpu !== null)) return null;
  const hosts = [...new Set(answer.attempts.map(({ hostName }) => hostName))].join(", ");
  return `No figures of GPUs: ${said ?? `nothing on ${hosts || "its host"} told of any`}.`;
}
