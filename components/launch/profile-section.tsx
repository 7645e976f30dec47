"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Panel } from "@/components/ui/panel";
import { TINY_FAMILIES } from "@/lib/domain/benchmarks";
import { useLaunchForm } from "./form-context";
import { HfBenchmarks } from "./hf-benchmarks";
import { ChoiceSetting, SettingGrid, TextSetting } from "./settings";
import { TeacherSetting } from "./teacher-setting";

const VERIFIERS = [
  { value: "math", label: "Mathematics (math-verify)" },
  { value: "number", label: "Number" },
  { value: "option-letter", label: "Option letter" },
  { value: "reasoning-gym", label: "reasoning-gym scorer" },
] as const;

function Tiny({ families }: { families: readonly string[] }) {
  const { set, issues } = useLaunchForm();
  return (
    <>
      <fieldset className="flex flex-wrap gap-x-6 gap-y-1">
        <legend className="mb-1 font-medium text-ink-2 text-xs">Task families</legend>
        {TINY_FAMILIES.map((family) => (
          <Checkbox
            key={family}
            label={<code className="font-mono text-xs">{family}</code>}
            checked={families.includes(family)}
            onCheckedChange={(on) =>
              set(
                "profile.families",
                TINY_FAMILIES.filter((f) => (f === family ? on : families.includes(f))),
              )
            }
          />
        ))}
      </fieldset>
      <p className="mt-1 min-h-4 text-2xs text-bad">{issues.get("profile.families")}</p>
      <p className="text-ink-3 text-xs">
        A small model with random weights and its own tokenizer, generated tasks with exact verifiers; runs on
        a CPU.
      </p>
    </>
  );
}

function Hf() {
  return (
    <div className="flex flex-col gap-3">
      <SettingGrid>
        <TextSetting path="profile.model" label="Model" hint="directory or Hub id" className="col-span-2" />
        <TextSetting path="profile.dataset" label="Prompts and answers" hint="JSONL file or Hub data set" />
        <TextSetting path="profile.split" label="Split" />
        <ChoiceSetting
          path="profile.verifier"
          label="Verifier"
          hint="never silently another"
          options={VERIFIERS}
          className="col-span-2"
        />
      </SettingGrid>
      <TeacherSetting />
      <HfBenchmarks />
    </div>
  );
}

/** Model and data. The kind of profile comes with the preset: everything else hangs on it. */
export function ProfileSection() {
  const { profile } = useLaunchForm().draft;
  return (
    <Panel
      title="Model and data"
      aside={profile.kind === "tiny" ? "profile tiny" : "profile hf (Hugging Face)"}
    >
      {profile.kind === "tiny" ? <Tiny families={profile.families} /> : <Hf />}
    </Panel>
  );
}
