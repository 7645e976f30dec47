import { describe, expect, it } from "vitest";
import { type AblationSpec, ablationSpec, type Stacks, stacks } from "@/lib/contracts";
import { PRESETS, presetOf } from "@/lib/presets";
import { TINY_SPEC } from "@/lib/presets/quickstart";
import { checkStacks } from "./check-stacks";

const paper = (): AblationSpec => {
  const spec = presetOf("paper")?.spec;
  if (!spec) throw new Error("the published settings are gone");
  return { ...spec, probe: null, grpo: { ...spec.grpo, lossType: "dapo" } };
};
const PUBLISHED: Stacks["grpo"] = {
  kind: "easyr1",
  repository: "/opt/ProcessThinker",
  python: "python3",
  processEndpoint: "http://127.0.0.1:8000/v1/chat/completions",
  processModel: "qwen",
  overrides: {},
};
const own = stacks.parse({});
const errors = (spec: AblationSpec) =>
  Object.fromEntries(checkStacks(spec).map(({ path, message }) => [path, message]));
const withGrpo = (grpo: Stacks["grpo"], changes: Partial<AblationSpec> = {}) =>
  errors(ablationSpec.parse({ ...paper(), ...changes, stacks: { ...own, grpo } }));
const arms = (change: (reward: object) => object) => ({
  arms: paper().arms.map((arm) =>
    arm.training
      ? {
          ...arm,
          training: { ...arm.training, reward: { ...arm.training.reward, ...change(arm.training.reward) } },
        }
      : arm,
  ) as AblationSpec["arms"],
});

describe("who trains", () => {
  it("may be anybody for the published settings, and Stepwell for every preset", () => {
    expect(withGrpo(PUBLISHED)).toEqual({});
    for (const { spec } of PRESETS) expect(checkStacks(spec)).toEqual([]);
  });

  it("is Stepwell alone for the arms of the tiny profile; LLaMA-Factory can train its warm-ups", () => {
    const foreign = {
      warmUp: { kind: "llama-factory", program: "llamafactory-cli", overrides: {} },
      grpo: PUBLISHED,
    } as const;
    const { warmUp } = TINY_SPEC;
    expect(Object.keys(errors({ ...TINY_SPEC, stacks: foreign }))).toEqual([
      "warmUp.stopAtAccuracy",
      "stacks.grpo.kind",
    ]);
    const never = { ...warmUp, stopAtAccuracy: null };
    expect(errors({ ...TINY_SPEC, warmUp: never, stacks: { ...own, warmUp: foreign.warmUp } })).toEqual({});
    const vllm = { mode: "colocate", gpuMemoryUtilization: 0.3, tensorParallelSize: 1 } as const;
    const served = { warmUp: { kind: "stepwell", vllm }, grpo: { kind: "stepwell", vllm } } as const;
    expect(Object.keys(errors({ ...TINY_SPEC, stacks: served }))).toEqual([
      "stacks.warmUp.vllm.mode",
      "stacks.grpo.vllm.mode",
    ]);
  });

  it("cannot be EasyR1 where its published reward says something else, each told at its field", () => {
    const first = paper().arms.findIndex(({ training }) => training !== null);
    const at = (field: string) => `arms.${first}.training.reward.${field}`;
    expect(
      withGrpo(
        PUBLISHED,
        arms(() => ({ scheme: "progress" })),
      ),
    ).toHaveProperty([at("scheme")]);
    const gated = arms(() => ({ tau: 0.75, lambdaProcess: 1, lambdaOutcome: 0 }));
    expect(withGrpo(PUBLISHED, gated)).toHaveProperty([at("tau")]);
    const free = arms(() => ({ tau: 0.75, lambdaProcess: 0, lambdaOutcome: 1 }));
    expect(withGrpo(PUBLISHED, free)).toEqual({});
    const { grpo } = paper();
    expect(withGrpo(PUBLISHED, { grpo: { ...grpo, scaleRewards: "none", lossType: "grpo" } })).toMatchObject({
      "grpo.scaleRewards": expect.stringContaining("group"),
      "grpo.lossType": expect.stringContaining("DAPO"),
    });
    expect(withGrpo({ ...PUBLISHED, processEndpoint: null })).toHaveProperty(["stacks.grpo.processEndpoint"]);
    const probe = { everyTrainSteps: 5, prompts: 4, continuationsPerStep: 2 };
    expect(withGrpo(PUBLISHED, { ...free, probe })).toHaveProperty(["probe"]);
  });

  it("cannot be verl where continuations are drawn, nor where its loss is another", () => {
    const verl: Stacks["grpo"] = { kind: "verl", python: "python3", overrides: {} };
    const plain = arms(() => ({ lambdaProcess: 0, lambdaOutcome: 1 }));
    expect(withGrpo(verl, plain)).toEqual({});
    const drawing = paper().arms.flatMap(({ training }, i) =>
      training && training.reward.lambdaProcess > 0 ? [`arms.${i}.training.reward.lambdaProcess`] : [],
    );
    expect(drawing.length).toBeGreaterThan(0);
    expect(Object.keys(withGrpo(verl))).toEqual(drawing);
    const { grpo } = paper();
    const loss = (changes: object) =>
      Object.keys(withGrpo(verl, { ...plain, grpo: { ...grpo, ...changes } }));
    expect(loss({ lossType: "bnpo", scaleRewards: "batch" })).toEqual(["grpo.scaleRewards", "grpo.lossType"]);
    expect(loss({ lossType: "dr_grpo", scaleRewards: "group" })).toEqual(["grpo.scaleRewards"]);
    expect(loss({ lossType: "dr_grpo", scaleRewards: "none" })).toEqual([]);
    const probe = { everyTrainSteps: 5, prompts: 4, continuationsPerStep: 2 };
    expect(Object.keys(withGrpo(verl, { ...plain, probe }))).toEqual(["probe"]);
  });

  it("cannot be LLaMA-Factory where the warm-up ends at an accuracy", () => {
    const warmUp = { kind: "llama-factory", program: "llamafactory-cli", overrides: {} } as const;
    const spec = { ...paper(), stacks: { ...own, warmUp } };
    expect(errors({ ...spec, warmUp: { ...spec.warmUp, stopAtAccuracy: 0.4 } })).toHaveProperty([
      "warmUp.stopAtAccuracy",
    ]);
    expect(errors({ ...spec, warmUp: { ...spec.warmUp, stopAtAccuracy: null } })).toEqual({});
  });
});
