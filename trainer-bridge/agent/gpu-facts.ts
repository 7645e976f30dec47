import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { HostUsage } from "../../lib/contracts";
import { lastLines, printable } from "./printable";
import { type ProcessResult, runProcess } from "./process-run";

const LIMIT_MS = 10_000;
const MOST_GPUS = 128;
export const NO_NVIDIA_SMI = { gpus: "none known: nvidia-smi is not installed" };
/** The name comes last: it alone may hold a comma. */
const FIELDS = [
  "index",
  "memory.total",
  "memory.used",
  "utilization.gpu",
  "power.draw",
  "temperature.gpu",
  "driver_version",
  "name",
];
const MIB = 2 ** 20;
const LONGEST_NAME = 100;

/** Its question, for this host or another. */
export const GPU_QUERY = {
  program: "nvidia-smi",
  args: [`--query-gpu=${FIELDS.join(",")}`, "--format=csv,noheader,nounits"],
};

/**
 * The GPUs of this host as nvidia-smi tells: `gpus` says how many, or why none is known, and `gpu 0`, `gpu 1`, … what
 * each is and does.
 */
export async function gpuFacts(env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const said = await askNvidiaSmi(env);
  return said ? readGpus(said) : NO_NVIDIA_SMI;
}

/** What nvidia-smi of this host answers, within ten seconds; null where there is none. */
export async function askNvidiaSmi(env: NodeJS.ProcessEnv): Promise<ProcessResult | null> {
  return isInstalled("nvidia-smi", env) ? runProcess(GPU_QUERY, { env, limitMs: LIMIT_MS }) : null;
}

function isInstalled(program: string, env: NodeJS.ProcessEnv): boolean {
  return (env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== "";
    } catch {
      return false;
    }
  });
}

/** A GPU as nvidia-smi prints it: memory in MiB, use in percent; what it does not tell reads "[N/A]". */
interface GpuLine {
  index: string;
  total: string;
  used: string;
  busy: string;
  watts: string;
  celsius: string;
  driver: string;
  name: string;
}

function gpuLines(stdout: Uint8Array): string[] {
  const lines = printable(stdout).trim().split("\n");
  return lines.filter((line) => line.trim() !== "");
}

/** A line with all fields; null for anything else that is printed. */
function parseLine(line: string): GpuLine | null {
  const parts = line.split(",").map((part) => part.trim());
  const [index, total, used, busy, watts, celsius, driver, ...name] = parts;
  if (driver === undefined || name.length === 0 || !/^\d{1,4}$/.test(index ?? "")) return null;
  const [i = "", t = "", u = "", b = "", w = "", c = ""] = [index, total, used, busy, watts, celsius];
  return { index: i, total: t, used: u, busy: b, watts: w, celsius: c, driver, name: name.join(", ") };
}

/** What nvidia-smi said, as facts: how many GPUs, or why none is known, and what each is and does. */
export function readGpus({ exitCode, stdout, stderr }: ProcessResult): Record<string, string> {
  if (exitCode !== 0) {
    // Its complaints ("couldn't communicate with the driver") come on either stream.
    const said = lastLines(`${printable(stdout).trim()}\n${printable(stderr)}`.trim(), 500).replaceAll(
      "\n",
      " ",
    );
    return {
      gpus: `unknown: nvidia-smi ended with ${exitCode ?? "a signal or out of time"}. ${said}`.trim(),
    };
  }
  const lines = gpuLines(stdout);
  if (lines.length === 0) return { gpus: "none: nvidia-smi finds no GPU" };
  const known = lines.slice(0, MOST_GPUS).flatMap((line) => parseLine(line) ?? []);
  return {
    gpus: String(lines.length),
    ...Object.fromEntries(known.map((gpu) => [`gpu ${gpu.index}`, describe(gpu)])),
  };
}

/** The same as figures; undefined where nothing is known. */
export function readGpuUsage({ exitCode, stdout }: ProcessResult): HostUsage["gpus"] {
  if (exitCode !== 0) return undefined;
  const known = gpuLines(stdout).flatMap((line) => parseLine(line) ?? []);
  return known.slice(0, MOST_GPUS).map((gpu) => {
    const busy = numberOf(gpu.busy);
    return {
      index: Number(gpu.index),
      name: gpu.name.slice(0, LONGEST_NAME),
      utilization: busy === null ? null : Math.min(1, busy / 100),
      memoryBytes: bytesOf(gpu.used),
      memoryTotalBytes: bytesOf(gpu.total),
      watts: numberOf(gpu.watts),
      celsius: numberOf(gpu.celsius),
    };
  });
}

function describe({ name, total, used, busy, driver }: GpuLine): string {
  return [
    name,
    `${inGigabytes(used)} of ${inGigabytes(total)} used`,
    numberOf(busy) === null ? "use not told" : `${busy}% busy`,
    `driver ${driver}`,
  ].join(", ");
}

const numberOf = (text: string) => (/^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : null);

function bytesOf(mebibytes: string): number | null {
  const number = numberOf(mebibytes);
  return number === null || number > Number.MAX_SAFE_INTEGER / MIB ? null : Math.round(number * MIB);
}

function inGigabytes(mebibytes: string): string {
  const number = numberOf(mebibytes);
  return number === null ? "unknown memory" : `${(number / 1024).toFixed(1)} GB`;
}
