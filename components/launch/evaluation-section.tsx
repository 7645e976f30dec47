"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Panel } from "@/components/ui/panel";
import { benchmarksOf } from "@/lib/domain/benchmarks";
import { formatCount } from "@/lib/format/number";
import { useLaunchForm } from "./form-context";
import { NumberSetting, OptionalNumberSetting, SettingGrid } from "./settings";

function Benchmarks() {
  const { draft, issues, change } = useLaunchForm();
  const known = benchmarksOf(draft.profile);
  const error = [...issues].find(([path]) => path === "benchmarks" || path.startsWith("benchmarks."))?.[1];
  const toggle = (key: string, on: boolean) =>
    change((d) => ({
      ...d,
      benchmarks: on ? [...d.benchmarks, key] : d.benchmarks.filter((b) => b !== key),
      contrast: !on && d.contrast?.benchmark === key ? null : d.contrast,
    }));
  return (
    <fieldset className="flex flex-wrap gap-x-6 gap-y-1">
      <legend className="mb-1 font-medium text-ink-2 text-xs">Benchmarks</legend>
      {known.map(({ key, title, questions, counted }) => (
        <Checkbox
          key={key}
          label={title}
          hint={
            counted ? `n = ${formatCount(questions)}` : `n not counted yet, ${formatCount(questions)} assumed`
          }
          checked={draft.benchmarks.includes(key)}
          onCheckedChange={(on) => toggle(key, on)}
        />
      ))}
      <p className="min-h-4 w-full text-2xs text-bad">{error}</p>
    </fieldset>
  );
}

/** How checkpoints are evaluated. */
export function EvaluationSection() {
  return (
    <Panel title="Evaluation">
      <Benchmarks />
      <SettingGrid>
        <NumberSetting path="evaluation.decodes" label="Decodes per question" />
        <NumberSetting path="evaluation.temperature" label="Temperature" hint="0 = greedy, the headline" />
        <NumberSetting path="evaluation.batchSize" label="Batch size" />
        <NumberSetting path="evaluation.maxResponseTokens" label="Response budget" unit="tokens" />
        <OptionalNumberSetting
          path="evaluation.questions"
          label="Questions each"
          offLabel="all"
          usual={300}
        />
      </SettingGrid>
    </Panel>
  );
}

const USUAL_PROBE = { everyTrainSteps: 25, prompts: 16, continuationsPerStep: 4 };

/** What is stored beside the curves. */
export function TracesSection() {
  const { draft, set } = useLaunchForm();
  return (
    <Panel title="Traces and probe">
      <SettingGrid>
        <NumberSetting path="traceSampling" label="Share of traces kept" hint="1 = every response" />
      </SettingGrid>
      <Checkbox
        label="Log every token's log-probability and entropy"
        hint="For the kept traces: an overlay when one is read. Costs one more forward pass over them each train step."
        checked={draft.tokenScores}
        onCheckedChange={(on) => set("tokenScores", on)}
      />
      <Checkbox
        label="Probe arms whose reward draws no continuations"
        hint="Fixed prompts, continuations for diagnosis only: never in the reward, their cost is kept apart. Without it such arms have no c_i."
        checked={draft.probe !== null}
        onCheckedChange={(on) => set("probe", on ? USUAL_PROBE : null)}
      />
      {draft.probe === null ? null : (
        <div className="mt-3">
          <SettingGrid>
            <NumberSetting path="probe.everyTrainSteps" label="Probe every" unit="train steps" />
            <NumberSetting path="probe.prompts" label="Fixed prompts" />
            <NumberSetting path="probe.continuationsPerStep" label="Continuations" unit="M" />
          </SettingGrid>
        </div>
      )}
    </Panel>
  );
}
