"use client";

import { useId } from "react";
import { armMarkOf } from "@/components/charts/arm-position";
import { ArmChip } from "@/components/ui/arm-chip";
import { describedBy, Field } from "@/components/ui/field";
import { MultiSelect } from "@/components/ui/multi-select";
import { NumberField } from "@/components/ui/number-field";
import type { ResultArm } from "@/lib/contracts";

interface Responses {
  arms: string[];
  fromTrainStep: number | null;
  toTrainStep: number | null;
}

interface Props {
  arms: readonly ResultArm[];
  state: Responses;
  onChange: (change: Partial<Responses>) => void;
  errors?: ReadonlyMap<string, string>;
}

/** Which stored responses are looked at: arms, and train steps from, to. */
export function ResponsesFilter({ arms, state, onChange, errors = new Map() }: Props) {
  const ids = { from: useId(), to: useId() };
  const known = state.arms.filter((key) => arms.some((arm) => arm.key === key));
  return (
    <div className="flex flex-col gap-2">
      <MultiSelect
        label="Arms"
        choices={arms.map((arm) => ({
          value: arm.key,
          text: arm.name,
          label: <ArmChip {...armMarkOf(arm)} name={arm.name} />,
        }))}
        chosen={known}
        onChosen={(chosen) => onChange({ arms: chosen })}
        summary={known.length === 0 ? "all" : `${known.length} of ${arms.length}`}
      />
      <div className="grid grid-cols-2 gap-x-3">
        <Field htmlFor={ids.from} label="from train step" error={errors.get("fromTrainStep")}>
          <NumberField
            id={ids.from}
            placeholder="first"
            value={state.fromTrainStep}
            aria-describedby={describedBy(ids.from)}
            onValueChange={(fromTrainStep) => onChange({ fromTrainStep })}
          />
        </Field>
        <Field htmlFor={ids.to} label="to train step" error={errors.get("toTrainStep")}>
          <NumberField
            id={ids.to}
            placeholder="last"
            value={state.toTrainStep}
            aria-describedby={describedBy(ids.to)}
            onValueChange={(toTrainStep) => onChange({ toTrainStep })}
          />
        </Field>
      </div>
    </div>
  );
}
