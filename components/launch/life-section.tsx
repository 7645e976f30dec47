"use client";

import { UPLOADS } from "@/components/runs/upload-rule";
import { Field } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import type { LaunchPreview } from "@/lib/contracts";
import { formatBytes, plural } from "@/lib/format/number";
import { useSetting } from "./form-context";
import { NumberSetting, OptionalNumberSetting, SettingGrid } from "./settings";

function UploadSetting() {
  const { value, id, error, set } = useSetting("retention.upload");
  const chosen = UPLOADS.find((option) => option.value === value) ?? UPLOADS[0];
  return (
    <Field
      htmlFor={id}
      label="Send to the server"
      hint="other hosts fetch them there"
      error={error}
      className="col-span-2"
    >
      <Select id={id} options={UPLOADS} value={chosen.value} onValueChange={set} />
    </Field>
  );
}

const STAGES = { sft: "warm-up", grpo: "arm" } as const;
const SOURCES = {
  measured: "by the latest checkpoint of this model",
  estimated: "by the parameters in the model's name",
  unknown: "",
} as const;

/** What one stage leaves on disk, as a sentence. */
export function diskSentence({
  stage,
  runs,
  checkpoints,
  bytesEach,
  source,
}: LaunchPreview["disk"][number]): string {
  const kept = `Each run of ${stage === "sft" ? "a" : "an"} ${STAGES[stage]} keeps ${plural(checkpoints, "checkpoint")}`;
  if (bytesEach === null) return `${kept}; no checkpoint of this model has been measured yet.`;
  const perRun = bytesEach * checkpoints;
  return `${kept}: about ${formatBytes(perRun)}, ${formatBytes(perRun * runs)} for ${plural(runs, "run")} (${SOURCES[source]}).`;
}

/** What becomes of crashes and of checkpoints. */
export function LifeSection({ disk }: { disk: LaunchPreview["disk"] }) {
  return (
    <Panel title="Crashes and checkpoints">
      <SettingGrid>
        <NumberSetting path="retry.limit" label="Tries again" unit="after a crash" hint="0 = fails at once" />
        <NumberSetting path="retry.backoffSeconds" label="Pause before" unit="s" hint="doubled each time" />
        <OptionalNumberSetting
          path="retention.keepLast"
          label="Keep the newest"
          offLabel="all"
          usual={3}
          hint="checkpoints of each run"
        />
        <OptionalNumberSetting
          path="retention.keepEvery"
          label="Also keep every"
          offLabel="none"
          usual={100}
          hint="train steps"
        />
        <UploadSetting />
      </SettingGrid>
      <ul className="mt-1 flex flex-col gap-0.5 text-ink-3 text-xs">
        {disk.map((stage) => (
          <li key={stage.stage}>{diskSentence(stage)}</li>
        ))}
        <li>The newest checkpoint, the result, pinned ones and what a run was forked from always stay.</li>
      </ul>
    </Panel>
  );
}
