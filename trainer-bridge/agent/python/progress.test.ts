import { describe, expect, it } from "vitest";
import { PIP_START, pipText, readPipLine } from "./progress";

const read = (...lines: string[]) => lines.reduce(readPipLine, PIP_START);

describe("pip's lines as progress", () => {
  it("counts what is looked at before the first download", () => {
    expect(pipText(read("Collecting torch==2.13.0", "Collecting numpy"))).toContain("2 looked at");
  });

  it("names the file, its size and how much of it has come", () => {
    const state = read(
      "Downloading torch-2.13.0-cp311-cp311-linux_x86_64.whl (526.6 MB)",
      "Progress 131650000 of 526600000",
    );
    expect(pipText(state)).toBe("Trainer environment: torch-2.13.0: 132 of 527 MB (25%)");
  });

  it("does not take metadata for a package, nor an empty total for a share", () => {
    expect(read("  Downloading torch-2.13.0-cp311-none-any.whl.metadata (28 kB)").stage).toBe("resolving");
    expect(read("Downloading a-1.0-py3.whl (1 kB)", "Progress 5 of 0").percent).toBeNull();
  });

  it("starts anew with each file and ends with the installation", () => {
    const next = read(
      "Downloading a-1.0-py3.whl (1 kB)",
      "Progress 5 of 5",
      "Using cached b-2.0-py3.whl (2 MB)",
    );
    expect(next).toMatchObject({ file: "b-2.0", percent: null });
    expect(read("Installing collected packages: a, b").stage).toBe("installing");
    expect(read("Successfully installed a-1.0").stage).toBe("done");
  });
});
