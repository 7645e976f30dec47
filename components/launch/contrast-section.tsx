"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { benchmarksOf } from "@/lib/domain/benchmarks";
import { fieldId, useLaunchForm } from "./form-context";
import { familySentence, plannedFamily } from "./planning/planned-family";

/** What the arms are compared with, and the one comparison declared before the data are seen. */
export function ContrastSection() {
  const { draft, issues, set } = useLaunchForm();
  const arms = draft.arms.map((arm) => ({ value: arm.key, label: arm.name }));
  const titles = new Map(benchmarksOf(draft.profile).map(({ key, title }) => [key, title]));
  const benchmarks = draft.benchmarks.map((key) => ({ value: key, label: titles.get(key) ?? key }));
  const { contrast } = draft;
  const [first, second] = arms;
  const declare = (on: boolean) => {
    const baseline = draft.baselineArm ?? first?.value;
    const arm = arms.findLast((a) => a.value !== baseline)?.value ?? second?.value;
    const benchmark = draft.benchmarks[0];
    set("contrast", on && arm && baseline && benchmark ? { arm, baseline, benchmark } : null);
  };
  return (
    <Panel title="Comparison, declared before launch">
      <p className="mb-3 max-w-prose text-sm" aria-live="polite">
        {familySentence(plannedFamily(draft))}
      </p>
      <div className="grid gap-x-4 gap-y-1.5 sm:grid-cols-2 lg:grid-cols-4">
        <Field
          htmlFor={fieldId("baselineArm")}
          label="Baseline"
          hint="what the other arms are compared with"
          error={issues.get("baselineArm")}
        >
          <Select
            id={fieldId("baselineArm")}
            options={[{ value: "", label: "None" }, ...arms]}
            value={draft.baselineArm ?? ""}
            onValueChange={(key) => set("baselineArm", key || null)}
          />
        </Field>
      </div>
      <Checkbox
        label="Declare one contrast now"
        hint="It is judged at its own 5% level; all other comparisons share one by Holm's adjustment. It cannot be declared after the data are seen."
        checked={contrast !== null}
        disabled={arms.length < 2}
        onCheckedChange={declare}
      />
      {contrast ? (
        <div className="mt-3 grid gap-x-4 gap-y-1.5 sm:grid-cols-3">
          <Field htmlFor={fieldId("contrast.arm")} label="Arm" error={issues.get("contrast.arm")}>
            <Select
              id={fieldId("contrast.arm")}
              options={arms}
              value={contrast.arm}
              onValueChange={(key) => set("contrast.arm", key)}
            />
          </Field>
          <Field htmlFor={fieldId("contrast.baseline")} label="minus" error={issues.get("contrast.baseline")}>
            <Select
              id={fieldId("contrast.baseline")}
              options={arms}
              value={contrast.baseline}
              onValueChange={(key) => set("contrast.baseline", key)}
            />
          </Field>
          <Field
            htmlFor={fieldId("contrast.benchmark")}
            label="on benchmark"
            error={issues.get("contrast.benchmark")}
          >
            <Select
              id={fieldId("contrast.benchmark")}
              options={benchmarks}
              value={contrast.benchmark}
              onValueChange={(key) => set("contrast.benchmark", key)}
            />
          </Field>
        </div>
      ) : null}
    </Panel>
  );
}
