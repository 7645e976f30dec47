"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { describedBy, Field } from "@/components/ui/field";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { ResultArm } from "@/lib/contracts";
import { SCHEMES } from "@/lib/rewards/schemes";
import { ResponsesFilter } from "../what-if/responses-filter";
import { FORECASTS, REDRAWN_SCHEMES, type SensitivityState } from "./url-state";

interface Props {
  arms: readonly ResultArm[];
  state: SensitivityState;
  onChange: (change: Partial<SensitivityState>) => void;
  errors: ReadonlyMap<string, string>;
}

const OWN = "";
const ORIGINS = [
  { value: "train", label: "training" },
  { value: "probe", label: "probe" },
] as const;
const SCHEME_OPTIONS = [
  { value: OWN, label: "as each arm was trained" },
  ...REDRAWN_SCHEMES.options.map((key) => ({ value: key as string, label: SCHEMES[key].title })),
];

/** Which responses are looked at, under which reward, and how far the forecast goes. */
export function SensitivityControls({ arms, state, onChange, errors }: Props) {
  const id = useId();
  return (
    <Panel title="Sensitivity">
      <div className="flex flex-wrap items-start gap-x-8 gap-y-3">
        <div className="flex flex-col gap-1.5">
          <span className="font-medium text-ink-2 text-xs">Continuations of</span>
          <Segmented
            label="Continuations of"
            value={state.origin}
            options={ORIGINS}
            // A probe's responses are looked at as if the process part paid: it was drawn for looking only.
            onValueChange={(origin) => onChange({ origin, scheme: origin === "probe" ? "process" : null })}
          />
        </div>
        <div className="w-56">
          <ResponsesFilter arms={arms} state={state} onChange={onChange} errors={errors} />
        </div>
        <Field
          htmlFor={id}
          label="reward"
          className="w-56"
          error={errors.get("scheme")}
          hint={state.scheme === null ? "" : "not as trained"}
        >
          <Select
            id={id}
            value={state.scheme ?? OWN}
            options={SCHEME_OPTIONS}
            aria-describedby={describedBy(id)}
            onValueChange={(next) =>
              onChange({ scheme: REDRAWN_SCHEMES.options.find((key) => key === next) ?? null })
            }
          />
        </Field>
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 font-medium text-ink-2 text-xs">Forecast more, by a model</legend>
          {FORECASTS.map((m) => (
            <Checkbox
              key={m}
              label={`M′ = ${m}`}
              checked={state.forecast.includes(m)}
              onCheckedChange={(on) =>
                onChange({
                  forecast: FORECASTS.filter((each) => (each === m ? on : state.forecast.includes(each))),
                })
              }
            />
          ))}
        </fieldset>
      </div>
    </Panel>
  );
}
