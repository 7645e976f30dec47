"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";
import { METRICS, type NotificationWatch } from "@/lib/contracts";

interface Props {
  watch: NotificationWatch;
  /** Messages by field, e.g. `window`. */
  errors: ReadonlyMap<string, string>;
  onChange: (watch: NotificationWatch) => void;
}

const SIDES = [
  { value: "below", label: "below" },
  { value: "above", label: "above" },
] as const;

interface NumberSetting {
  field: string;
  label: string;
  unit?: string;
  hint?: string;
  value: number;
  set: (value: number) => NotificationWatch;
}

/** The numbers of each kind, with their units. */
function numbersOf(watch: NotificationWatch): NumberSetting[] {
  switch (watch.kind) {
    case "reward-collapse":
      return [
        {
          field: "lossShare",
          label: "Share of its gain that is lost",
          hint: "0.5: half of what it had gained",
          value: watch.lossShare,
          set: (lossShare) => ({ ...watch, lossShare }),
        },
        {
          field: "minGain",
          label: "Smallest gain that counts",
          hint: "A curve that never rose has nothing to lose",
          value: watch.minGain,
          set: (minGain) => ({ ...watch, minGain }),
        },
        {
          field: "window",
          label: "Averaged over",
          unit: "train steps",
          value: watch.window,
          set: (window) => ({ ...watch, window }),
        },
      ];
    case "metric":
      return [
        { field: "value", label: "Value", value: watch.value, set: (value) => ({ ...watch, value }) },
        {
          field: "window",
          label: "Averaged over",
          unit: "train steps",
          value: watch.window,
          set: (window) => ({ ...watch, window }),
        },
      ];
    case "stalled":
      return [
        {
          field: "minutes",
          label: "Silent for",
          unit: "minutes",
          hint: "A host that stops reporting is told after a minute, whatever this says",
          value: watch.minutes,
          set: (minutes) => ({ ...watch, minutes }),
        },
      ];
    default:
      return [];
  }
}

function MetricField({ watch, errors, onChange }: Props) {
  if (watch.kind !== "non-finite" && watch.kind !== "reward-collapse" && watch.kind !== "metric") return null;
  const set = (metric: string) =>
    onChange(
      watch.kind === "non-finite"
        ? { ...watch, metric: metric === "" ? null : metric }
        : { ...watch, metric },
    );
  return (
    <Field
      htmlFor="watch-metric"
      label="Metric"
      error={errors.get("metric")}
      hint={watch.kind === "non-finite" ? "Empty: any metric" : "As it is logged, e.g. reward/mean"}
    >
      <Input
        id="watch-metric"
        list="watch-metrics"
        className="font-mono"
        value={watch.metric ?? ""}
        onChange={(event) => set(event.target.value)}
      />
      <datalist id="watch-metrics">
        {Object.entries(METRICS).map(([name, { title }]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </datalist>
    </Field>
  );
}

/** The settings of what a rule watches. */
export function WatchFields(props: Props) {
  const { watch, errors, onChange } = props;
  return (
    <div className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
      <MetricField {...props} />
      {watch.kind === "metric" ? (
        <Field htmlFor="watch-side" label="Tell when it is">
          <Select
            id="watch-side"
            options={SIDES}
            value={watch.is}
            onValueChange={(is) => onChange({ ...watch, is })}
          />
        </Field>
      ) : null}
      {numbersOf(watch).map(({ field, label, unit, hint, value, set }) => (
        <Field
          key={field}
          htmlFor={`watch-${field}`}
          label={label}
          unit={unit}
          hint={hint}
          error={errors.get(field)}
        >
          <NumberField
            id={`watch-${field}`}
            value={Number.isNaN(value) ? null : value}
            onValueChange={(next) => onChange(set(next ?? Number.NaN))}
          />
        </Field>
      ))}
    </div>
  );
}
