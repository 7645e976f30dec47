"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { describedBy, Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { ExplorerFacets, ExportOptions, PairSource } from "@/lib/contracts";
import { exportLabels } from "@/lib/contracts";
import { type ExportDraft, needsThreshold } from "./draft";

interface Props {
  draft: ExportDraft;
  uses: readonly (keyof ExportOptions)[];
  problems: ReadonlyMap<string, string>;
  scorers: ExplorerFacets["scorers"];
  onChange: (change: Partial<ExportDraft>) => void;
}

const SHARED_LABELS = [
  { value: "people", label: "People: adjudicated, else unanimous" },
  { value: "majority", label: "People: adjudicated, else most raters" },
  { value: "adjudicated", label: "People: only what was adjudicated" },
  { value: "c", label: "c_i by a threshold" },
];

const ROWS = [
  { value: "traces", label: "Traces" },
  { value: "steps", label: "Trace steps" },
  { value: "scores", label: "Scores" },
] as const;

function labelChoices(scorers: Props["scorers"]) {
  const own = scorers.map(({ id, kind, name, version }) => ({
    value: id as string,
    label: `${kind}: ${name}${version === "" ? "" : `, ${version}`}`,
  }));
  return [...SHARED_LABELS, ...own];
}

function LabelFields({ draft, problems, scorers, onChange }: Props) {
  const [labels, threshold] = [useId(), useId()];
  const kinds = new Map(scorers.map(({ id, kind }) => [id as string, kind as string]));
  return (
    <div className="grid grid-cols-1 gap-x-3 sm:grid-cols-[1fr_9rem]">
      <Field htmlFor={labels} label="Labels" error={problems.get("labels")}>
        <Select
          id={labels}
          className="w-full"
          options={labelChoices(scorers)}
          value={draft.labels}
          onValueChange={(value) => onChange({ labels: exportLabels.parse(value) })}
        />
      </Field>
      {needsThreshold(draft.labels, kinds) ? (
        <Field htmlFor={threshold} label="Good above" unit="0 to 1" error={problems.get("threshold")}>
          <NumberField
            id={threshold}
            aria-describedby={describedBy(threshold)}
            value={draft.threshold}
            onValueChange={(value) => onChange({ threshold: value })}
          />
        </Field>
      ) : null}
    </div>
  );
}

const NUMBERS = [
  { name: "margin", label: "Margin", unit: "c_i", hint: "least difference" },
  { name: "minReturned", label: "Behind each c_i", unit: "samples", hint: "at least" },
  { name: "pairsPerPrefix", label: "After one prefix", unit: "pairs", hint: "at most" },
] as const;

const SOURCES: readonly { value: PairSource; label: string; hint: string }[] = [
  { value: "samples", label: "Samples", hint: "traces of one prompt and policy that share the prefix" },
  { value: "alternatives", label: "Rated alternatives", hint: "candidates that a data set keeps for a step" },
  {
    value: "continuations",
    label: "First steps of continuations",
    hint: "often a single sample each: ask for more behind each c_i",
  },
];

function PairFields({ draft, problems, onChange }: Props) {
  const id = useId();
  const toggled = (source: PairSource, on: boolean) =>
    SOURCES.map(({ value }) => value).filter((value) =>
      value === source ? on : draft.pairsFrom.includes(value),
    );
  return (
    <>
      <div className="grid grid-cols-1 gap-x-3 sm:grid-cols-3">
        {NUMBERS.map(({ name, label, unit, hint }) => (
          <Field
            key={name}
            htmlFor={`${id}-${name}`}
            label={label}
            unit={unit}
            hint={hint}
            error={problems.get(name)}
          >
            <NumberField
              id={`${id}-${name}`}
              aria-describedby={describedBy(`${id}-${name}`)}
              value={draft[name]}
              onValueChange={(value) => onChange({ [name]: value })}
            />
          </Field>
        ))}
      </div>
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium text-ink-2 text-xs">Next steps from</legend>
        {SOURCES.map(({ value, label, hint }) => (
          <Checkbox
            key={value}
            label={label}
            hint={hint}
            checked={draft.pairsFrom.includes(value)}
            onCheckedChange={(on) => onChange({ pairsFrom: toggled(value, on) })}
          />
        ))}
        {problems.has("pairsFrom") ? <p className="text-2xs text-bad">Choose at least one.</p> : null}
      </fieldset>
    </>
  );
}

/** The options of a format: only those that change what it writes. */
export function ExportOptionFields(props: Props) {
  const { draft, uses, onChange } = props;
  return (
    <div className="flex flex-col gap-2">
      {uses.includes("rows") ? (
        <div className="flex items-center gap-2 text-xs">
          <span className="text-ink-2">One row for each of</span>
          <Segmented
            label="Rows"
            value={draft.rows}
            options={ROWS}
            onValueChange={(rows) => onChange({ rows })}
          />
        </div>
      ) : null}
      {uses.includes("labels") ? <LabelFields {...props} /> : null}
      {uses.includes("margin") ? <PairFields {...props} /> : null}
    </div>
  );
}
