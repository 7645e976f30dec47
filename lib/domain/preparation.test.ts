import { describe, expect, it } from "vitest";
import { PIP_START, pipText, readPipLine } from "@/trainer-bridge/agent/python/progress";
import { shareOf } from "./preparation";

describe("how much of an environment has come", () => {
  it("is read from what the agent says of a download", () => {
    const lines = [
      "Downloading torch-2.13.0-cp311-cp311-linux_x86_64.whl (526.6 MB)",
      "Progress 131650000 of 526600000",
    ];
    expect(shareOf(pipText(lines.reduce(readPipLine, PIP_START)))).toBe(0.25);
  });

  it.each([
    ["Trainer environment: unpacking and installing the packages", null],
    ["cannot run the trainer (npm run doctor says how to mend it).", null],
    ["(25%) of something", null],
    ["a host that says (999%)", 1],
  ])("%j: %s", (detail, share) => expect(shareOf(detail)).toBe(share));
});
