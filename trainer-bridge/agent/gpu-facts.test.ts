import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { gpuFacts, readGpus, readGpuUsage } from "./gpu-facts";

const said = (stdout: string, exitCode: number | null = 0, stderr = "") => ({
  exitCode,
  stdout: Buffer.from(stdout),
  stderr: Buffer.from(stderr),
});

/** A PATH on which nvidia-smi is this script. */
function withProgram(script: string): { PATH: string } & NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-gpu-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "nvidia-smi"), script);
  chmodSync(join(folder, "nvidia-smi"), 0o755);
  return { ...process.env, PATH: folder };
}

describe("facts of GPUs", () => {
  it("tell each GPU with its memory and use", () => {
    expect(
      readGpus(
        said(
          "0, 143771, 4, 0, 75.1, 30, 570.124.06, NVIDIA H200\n1, 143771, 71900, 97, 690.00, 71, 570.124.06, NVIDIA H200\n",
        ),
      ),
    ).toEqual({
      gpus: "2",
      "gpu 0": "NVIDIA H200, 0.0 GB of 140.4 GB used, 0% busy, driver 570.124.06",
      "gpu 1": "NVIDIA H200, 70.2 GB of 140.4 GB used, 97% busy, driver 570.124.06",
    });
  });

  it("say what a GPU does not tell", () => {
    expect(readGpus(said("0, 40960, [N/A], [N/A], [N/A], [N/A], 535.1, NVIDIA A100\n"))["gpu 0"]).toBe(
      "NVIDIA A100, unknown memory of 40.0 GB used, use not told, driver 535.1",
    );
  });

  it("say that nothing is known, and why", async () => {
    expect(readGpus(said("", 9, "couldn't communicate with the NVIDIA driver")).gpus).toContain(
      "ended with 9. couldn't communicate with the NVIDIA driver",
    );
    expect(readGpus(said("")).gpus).toBe("none: nvidia-smi finds no GPU");
    expect(await gpuFacts({ ...process.env, PATH: "" })).toEqual({
      gpus: "none known: nvidia-smi is not installed",
    });
  });

  it("are figures too, in the contract's units; a line that is no GPU is none", () => {
    const lines =
      "0, 81559, 1024, 37, 312.45, 55, 570.1, NVIDIA H100, 80GB\nMIG devices:\n1, x, -1, 120, , ERR!, 1, B\n";
    expect(readGpuUsage(said(lines))).toEqual([
      {
        ...{ index: 0, name: "NVIDIA H100, 80GB", utilization: 0.37 },
        ...{ memoryBytes: 2 ** 30, memoryTotalBytes: 81559 * 2 ** 20, watts: 312.45, celsius: 55 },
      },
      {
        ...{ index: 1, name: "B", utilization: 1, memoryBytes: null },
        ...{ memoryTotalBytes: null, watts: null, celsius: null },
      },
    ]);
    expect(readGpuUsage(said("", 9))).toBeUndefined();
  });

  it("come from the program on the PATH", async () => {
    const env = withProgram(`#!${process.execPath}
      console.log(process.argv[2].startsWith("--query-gpu=index,memory") ? "0, 1024, 512, 50, 60, 40, 1.0, Test GPU" : "?");`);
    expect((await gpuFacts(env))["gpu 0"]).toBe("Test GPU, 0.5 GB of 1.0 GB used, 50% busy, driver 1.0");
  });

  it("do not wait for ever, nor fail, where the program is broken", async () => {
    expect((await gpuFacts(withProgram("#!/nowhere/to/be/found\n"))).gpus).toMatch(/^unknown: nvidia-smi/);
  });
});
