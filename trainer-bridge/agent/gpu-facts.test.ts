import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { gpuFacts, readGpus } from "./gpu-facts";

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
        said("0, NVIDIA H200, 143771, 4, 0, 570.124.06\n1, NVIDIA H200, 143771, 71900, 97, 570.124.06\n"),
      ),
    ).toEqual({
      gpus: "2",
      "gpu 0": "NVIDIA H200, 0.0 GB of 140.4 GB used, 0% busy, driver 570.124.06",
      "gpu 1": "NVIDIA H200, 70.2 GB of 140.4 GB used, 97% busy, driver 570.124.06",
    });
  });

  it("say what a GPU does not tell", () => {
    expect(readGpus(said("0, NVIDIA A100, 40960, [N/A], [N/A], 535.1\n"))["gpu 0"]).toBe(
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

  it("come from the program on the PATH", async () => {
    const env = withProgram(`#!${process.execPath}
      console.log(process.argv[2].startsWith("--query-gpu=index,name") ? "0, Test GPU, 1024, 512, 50, 1.0" : "?");`);
    expect((await gpuFacts(env))["gpu 0"]).toBe("Test GPU, 0.5 GB of 1.0 GB used, 50% busy, driver 1.0");
  });

  it("do not wait for ever, nor fail, where the program is broken", async () => {
    expect((await gpuFacts(withProgram("#!/nowhere/to/be/found\n"))).gpus).toMatch(/^unknown: nvidia-smi/);
  });
});
