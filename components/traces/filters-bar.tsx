"use client";

import { X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Toolbar } from "@/components/ui/toolbar";
import { formatCount } from "@/lib/format/number";
import { useLateText } from "./filters-late-text";
import { filterCount, NO_FILTERS, type TracesState } from "./filters-state";

interface Props {
  state: TracesState;
  onChange: (change: Partial<TracesState>) => void;
}

const ANY = "";
type Choice<T extends string> = readonly { value: T | typeof ANY; label: string }[];

const OUTCOMES: Choice<"right" | "wrong" | "unknown"> = [
  { value: ANY, label: "Any outcome" },
  { value: "right", label: "Right" },
  { value: "wrong", label: "Wrong" },
  { value: "unknown", label: "Unknown" },
];
const FORMATS: Choice<"valid" | "invalid"> = [
  { value: ANY, label: "Any format" },
  { value: "valid", label: "Valid format" },
  { value: "invalid", label: "Invalid format" },
];
const GATES: Choice<"pass" | "fail" | "undetermined" | "off"> = [
  { value: ANY, label: "Any gate" },
  { value: "pass", label: "Gate passed" },
  { value: "fail", label: "Gate failed" },
  { value: "undetermined", label: "Gate undetermined" },
  { value: "off", label: "Gate off" },
];

/** Filters of the list; all of them live in the URL. */
export function FiltersBar({ state, onChange }: Props) {
  const narrow = (change: Partial<TracesState>) => onChange({ ...change, offset: 0 });
  const text = useLateText(state.text, (value) => narrow({ text: value }));
  return (
    <Toolbar label="Filter traces" className="border-b">
      <Input
        type="search"
        aria-label="Words in the response"
        placeholder="Words in the response"
        className="w-48"
        maxLength={500}
        {...text}
      />
      <Select
        aria-label="Outcome"
        value={state.outcome ?? ANY}
        options={OUTCOMES}
        onValueChange={(v) => narrow({ outcome: v === ANY ? null : v })}
      />
      <Select
        aria-label="Format"
        value={state.format ?? ANY}
        options={FORMATS}
        onValueChange={(v) => narrow({ format: v === ANY ? null : v })}
      />
      <Select
        aria-label="Gate"
        value={state.gate ?? ANY}
        options={GATES}
        onValueChange={(v) => narrow({ gate: v === ANY ? null : v })}
      />
      <TrainSteps from={state.from} to={state.to} onClear={() => narrow({ from: null, to: null })} />
      {state.prompt ? (
        <Button size="sm" onClick={() => narrow({ prompt: "" })}>
          One prompt
          <X aria-hidden />
        </Button>
      ) : null}
      {filterCount(state) > 0 ? (
        <Button variant="ghost" onClick={() => onChange(NO_FILTERS)}>
          Clear filters
        </Button>
      ) : null}
      <span className="ml-auto">
        <Checkbox
          label="Group by prompt"
          checked={state.grouped}
          disabled={state.sort !== "trainStep"}
          onCheckedChange={(grouped) => onChange({ grouped })}
        />
      </span>
    </Toolbar>
  );
}

/** The train steps that a click on the heatmap chose. */
function TrainSteps({ from, to, onClear }: { from: number | null; to: number | null; onClear: () => void }) {
  if (from === null && to === null) return null;
  const said =
    from !== null && to !== null
      ? from === to
        ? `Train step ${formatCount(from)}`
        : `Train steps ${formatCount(from)}–${formatCount(to)}`
      : from !== null
        ? `Train steps from ${formatCount(from)}`
        : `Train steps to ${formatCount(to ?? 0)}`;
  return (
    <Button size="sm" onClick={onClear} aria-label={`${said}: remove this filter`}>
      {said}
      <X aria-hidden />
    </Button>
  );
}
