import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { lastLines, printable } from "./printable";
import { type ProcessResult, runProcess } from "./process-run";

const LIMIT_MS = 10_000;
const MOST_GPUS = 128;
export const NO_NVIDIA_SMI = { gpus: "none known: nvidia-smi is not installed" };
const FIELDS = ["index", "name", "memory.total", "memory.used", "utilization.gpu", "driver_version"];

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
  if (!isInstalled("nvidia-smi", env)) return NO_NVIDIA_SMI;
  return readGpus(await runProcess(GPU_QUERY, { env, limitMs: LIMIT_MS }));
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

/** What nvidia-smi said, as facts. Memory is in MiB and use in percent; what a GPU does not tell reads "[N/A]". */
export function readGpus({ exitCode, stdout, stderr }: ProcessResult): Record<string, string> {
  const text = printable(stdout).trim();
  if (exitCode !== 0) {
    // Its complaints ("couldn't communicate with the driver") come on either stream.
    const said = lastLines(`${text}\n${printable(stderr)}`.trim(), 500).replaceAll("\n", " ");
    return {
      gpus: `unknown: nvidia-smi ended with ${exitCode ?? "a signal or out of time"}. ${said}`.trim(),
    };
  }
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const known = lines.slice(0, MOST_GPUS).map((line) => line.split(",").map((part) => part.trim()));
  const whole = known.filter((parts) => parts.length === FIELDS.length);
  if (lines.length === 0) return { gpus: "none: nvidia-smi finds no GPU" };
  return {
    gpus: String(lines.length),
    ...Object.fromEntries(whole.map(([index, ...rest]) => [`gpu ${index}`, describe(rest)])),
  };
}

function describe([name, total, used, busy, driver]: readonly (string | undefined)[]): string {
  return [
    name,
    `${inGigabytes(used)} of ${inGigabytes(total)} used`,
    isNumber(busy) ? `${busy}% busy` : "use not told",
    `driver ${driver}`,
  ].join(", ");
}

const isNumber = (text: string | undefined) => text !== undefined && /^\d+(\.\d+)?$/.test(text);

function inGigabytes(mebibytes: string | undefined): string {
  return isNumber(mebibytes) ? `${(Number(mebibytes) / 1024).toFixed(1)} GB` : "unknown memory";
}
