import { describe, expect, it } from "vitest";
import { formFields } from "@/components/ui/schema-form/form-schema";
import { stacks } from "@/lib/contracts";
import { presetOf } from "@/lib/presets";
import { draftOf, setAt } from "./draft";
import { checkDraft } from "./issues";
import { diskSentence } from "./life-section";
import { issuesBelow } from "./stacks-section";

const MIB = 1024 ** 2;

describe("what checkpoints take", () => {
  it("is said for a run and for all of them, with where the size comes from", () => {
    expect(
      diskSentence({ stage: "grpo", runs: 9, checkpoints: 4, bytesEach: 2 * MIB, source: "measured" }),
    ).toBe(
      "Each run of an arm keeps 4 checkpoints: about 8.0 MiB, 72.0 MiB for 9 runs (by the latest checkpoint of this model).",
    );
    expect(diskSentence({ stage: "sft", runs: 1, checkpoints: 1, bytesEach: null, source: "unknown" })).toBe(
      "Each run of a warm-up keeps 1 checkpoint; no checkpoint of this model has been measured yet.",
    );
  });
});

describe("the section of stacks", () => {
  const paper = () => {
    const spec = presetOf("paper")?.spec;
    if (!spec) throw new Error("the published settings are gone");
    return draftOf({ ...spec, probe: null, grpo: { ...spec.grpo, lossType: "dapo" } });
  };
  const faults = (path: string, value: unknown) =>
    issuesBelow(checkDraft(setAt(paper(), path, value), []).issues, "stacks");

  it("can be drawn, every stack under its own name", () => {
    const titles = formFields(stacks).flatMap((field) =>
      field.kind === "variants" ? [[field.label, field.variants.map(({ label }) => label)]] : [],
    );
    expect(titles).toEqual([
      ["Warm-ups are trained by", ["Stepwell (TRL)", "LLaMA-Factory"]],
      ["Arms are trained by", ["Stepwell (TRL)", "EasyR1 with the published ProcessThinker reward", "verl"]],
    ]);
  });

  it("tells what a stack lacks at the field that the form has for it", () => {
    expect(faults("stacks.grpo", { kind: "stepwell" })).toEqual({});
    expect(faults("stacks.grpo", { kind: "easyr1" })).toEqual({ "grpo.repository": "a value is needed" });
    expect(faults("stacks.grpo", { kind: "easyr1", repository: "/opt/pt" })).toEqual({
      "grpo.processEndpoint": expect.stringContaining("vLLM server"),
    });
    expect(faults("stacks.grpo", { kind: "stepwell", vllm: { mode: "server", url: "nonsense" } })).toEqual({
      "grpo.vllm.url": "an address like http://host:port is needed",
    });
    expect(faults("stacks.warmUp", { kind: "llama-factory", overrides: { "": 1 } })).not.toEqual({});
  });
});
