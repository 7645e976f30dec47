"use client";

import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { describedBy, Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";
import type { Rater } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { type Draft, namesIn, shareOf } from "./set-draft";

interface Props {
  draft: Draft;
  onChange: (draft: Draft) => void;
  /** Who labels in the project already. */
  known: readonly Rater[];
  /** How many traces the set will hold. */
  traces: number | null;
  errors: ReadonlyMap<string, string>;
}

const ORDERS = [
  { value: "random", label: "At random (from the seed)" },
  { value: "disagreement", label: "Where scorers differ most first" },
  { value: "trainStep", label: "By train step" },
] as const;

/** What a review set is made of. */
export function NewSetForm({ draft, onChange, known, traces, errors }: Props) {
  const id = useId();
  const change = (changes: Partial<Draft>) => onChange({ ...draft, ...changes });
  const field = (name: string) => ({ htmlFor: `${id}-${name}`, error: errors.get(name) });
  const control = (name: string) => ({
    id: `${id}-${name}`,
    "aria-describedby": describedBy(`${id}-${name}`),
    "aria-invalid": errors.has(name),
  });
  return (
    <div className="flex flex-col gap-1">
      <Field {...field("name")} label="Name">
        <Input {...control("name")} value={draft.name} onChange={(e) => change({ name: e.target.value })} />
      </Field>
      <Raters
        {...{ draft, known, traces }}
        field={field("raters")}
        control={control("raters")}
        change={change}
      />
      <div className="grid gap-x-3 sm:grid-cols-2">
        <Field {...field("overlap")} label="Raters a trace" hint="2 or more can be compared with each other.">
          <NumberField
            {...control("overlap")}
            value={draft.overlap}
            onValueChange={(overlap) => change({ overlap })}
          />
        </Field>
        <Field {...field("limit")} label="Traces at most">
          <NumberField
            {...control("limit")}
            value={draft.limit}
            onValueChange={(limit) => change({ limit })}
          />
        </Field>
        <Field {...field("order")} label="Order">
          <Select
            {...control("order")}
            options={ORDERS}
            value={draft.order}
            onValueChange={(order) => change({ order })}
          />
        </Field>
        <Field {...field("seed")} label="Seed" hint="The same seed deals the same traces out again.">
          <NumberField {...control("seed")} value={draft.seed} onValueChange={(seed) => change({ seed })} />
        </Field>
      </div>
      <Field {...field("guidelines")} label="Guidelines" hint="Shown above every trace of the set.">
        <Textarea
          {...control("guidelines")}
          rows={3}
          value={draft.guidelines}
          onChange={(e) => change({ guidelines: e.target.value })}
        />
      </Field>
      <Checkbox
        label="Blind"
        hint="Hides c_i, the verdict, the reference answer and the other raters until a rater has marked the trace done."
        checked={draft.blind}
        onCheckedChange={(blind) => change({ blind })}
      />
    </div>
  );
}

interface RatersProps {
  draft: Draft;
  known: readonly Rater[];
  traces: number | null;
  field: { htmlFor: string; error: string | undefined };
  control: { id: string };
  change: (changes: Partial<Draft>) => void;
}

function Raters({ draft, known, traces, field, control, change }: RatersProps) {
  const names = namesIn(draft.raters);
  const others = known.filter(({ name }) => !names.includes(name));
  const share = shareOf(draft, traces);
  return (
    <div>
      <Field
        {...field}
        label="Raters"
        unit="names, separated by commas"
        hint={
          share === null ? "A name that is new becomes a rater." : `About ${plural(share, "trace")} each.`
        }
      >
        <Input {...control} value={draft.raters} onChange={(e) => change({ raters: e.target.value })} />
      </Field>
      {others.length > 0 ? (
        <div className="mb-2 flex flex-wrap gap-1">
          {others.map(({ id, name }) => (
            <Button key={id} size="sm" onClick={() => change({ raters: [...names, name].join(", ") })}>
              + <bdi>{name}</bdi>
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
