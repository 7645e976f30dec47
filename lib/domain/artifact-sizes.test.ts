import { describe, expect, it } from "vitest";
import type { AblationSpec } from "@/lib/contracts";
import { presetOf } from "@/lib/presets";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { diskOf, parametersInName } from "./artifact-sizes";

describe("parameters in a model's name", () => {
  it.each([
    ["Qwen/Qwen2.5-7B-Instruct", 7e9],
    ["Qwen/Qwen3-0.6B", 6e8],
    ["HuggingFaceTB/SmolLM2-135M", 135e6],
    ["/models/llama-3-70b", 70e9],
    ["gpt2", null],
    ["/models/mine", null],
    ["3Blue", null],
  ])("%s", (name, parameters) => expect(parametersInName(name)).toBe(parameters));
});

describe("the disk that a launch takes", () => {
  const spec: AblationSpec = {
    ...TINY_SPEC,
    grpo: { ...TINY_SPEC.grpo, trainSteps: 100, checkpointEvery: 10 },
  };
  it("counts runs and the checkpoints that each keeps", () => {
    const retention = { ...spec.retention, keepLast: 2, keepEvery: 50 };
    const measured = new Map([["grpo", 2_000_000] as const]);
    expect(diskOf({ ...spec, retention }, measured)).toEqual([
      expect.objectContaining({ stage: "sft", runs: 3, bytesEach: null, source: "unknown" }),
      { stage: "grpo", runs: 9, checkpoints: 3, bytesEach: 2_000_000, source: "measured" },
    ]);
    expect(diskOf(spec, measured)[1]).toMatchObject({ checkpoints: 10 });
  });

  it("expects of a model's name what nobody has measured", () => {
    const paper = presetOf("paper")?.spec;
    if (paper?.profile.kind !== "hf") throw new Error("the published settings have the profile hf");
    const named = { ...paper, profile: { ...paper.profile, model: "lab/Model-2B" } };
    expect(diskOf(named, new Map())[0]).toMatchObject({ bytesEach: 12e9, source: "estimated" });
  });
});
