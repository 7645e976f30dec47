"use client";

import { Panel } from "@/components/ui/panel";
import { useLaunchForm } from "./form-context";
import { SCALES } from "./scales";
import { ChoiceSetting, NumberSetting, OptionalNumberSetting, SettingGrid } from "./settings";

const LOSSES = [
  { value: "dapo", label: "DAPO" },
  { value: "grpo", label: "GRPO" },
  { value: "dr_grpo", label: "Dr. GRPO" },
  { value: "bnpo", label: "BNPO" },
] as const;

/** What all arms share: GRPO. */
export function GrpoSection() {
  return (
    <Panel title="GRPO" aside="shared by the arms; an arm may differ above">
      <SettingGrid>
        <NumberSetting path="grpo.trainSteps" label="Train steps" />
        <NumberSetting path="grpo.learningRate" label="Learning rate" />
        <NumberSetting path="grpo.promptsPerStep" label="Prompts per train step" />
        <NumberSetting path="grpo.groupSize" label="Responses per prompt" unit="G" />
        <NumberSetting path="grpo.maxResponseTokens" label="Response budget" unit="tokens" />
        <NumberSetting path="grpo.temperature" label="Temperature" />
        <NumberSetting path="grpo.topP" label="Top-p" />
        <NumberSetting path="grpo.klBeta" label="KL coefficient" hint="0 = off" />
        <ChoiceSetting path="grpo.scaleRewards" label="Advantage divided by" options={SCALES} />
        <ChoiceSetting path="grpo.lossType" label="Loss" options={LOSSES} />
        <NumberSetting path="grpo.iterations" label="Updates per batch" />
        <NumberSetting path="grpo.checkpointEvery" label="Checkpoint every" unit="train steps" />
      </SettingGrid>
    </Panel>
  );
}

/** Rewriting and the warm-ups; without use where no arm starts from one. */
export function WarmUpSection() {
  const { draft } = useLaunchForm();
  const needed = draft.arms.some((arm) => arm.training === null || arm.training.start === "warm-up");
  return (
    <Panel
      title="Rewriting and warm-up (SFT)"
      aside={needed ? "one warm-up per seed, shared by its arms" : "no arm starts from a warm-up: not run"}
    >
      <SettingGrid>
        <NumberSetting path="rewrite.traces" label="Prompts to rewrite" />
        <NumberSetting path="warmUp.learningRate" label="Learning rate" />
        <NumberSetting path="warmUp.batchSize" label="Traces per train step" />
        <NumberSetting path="warmUp.maxTrainSteps" label="Train steps at the most" />
        <OptionalNumberSetting
          path="warmUp.stopAtAccuracy"
          label="End at accuracy"
          offLabel="never"
          usual={0.4}
          hint="held out, sampled, as a share"
        />
        <NumberSetting path="warmUp.checkEvery" label="Check every" unit="train steps" />
        <NumberSetting path="warmUp.checkpointEvery" label="Checkpoint every" unit="train steps" />
      </SettingGrid>
    </Panel>
  );
}
