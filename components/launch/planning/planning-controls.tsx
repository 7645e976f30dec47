"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { describedBy, Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";
import { formatCount } from "@/lib/format/number";
import { useLaunchForm } from "../form-context";
import { chosenBenchmarks } from "./planned-family";
import { guessIssues } from "./prepare-planning";

type NumberGuess = "sdPoints" | "disagreementPercent" | "effectPoints";

function GuessField({
  name,
  label,
  unit,
  hint,
}: {
  name: NumberGuess;
  label: string;
  unit: string;
  hint: string;
}) {
  const { guesses, changeGuesses } = useLaunchForm();
  const id = useId();
  const error = guessIssues(guesses)[name];
  return (
    <Field htmlFor={id} label={label} unit={unit} hint={hint} error={error}>
      <NumberField
        id={id}
        value={guesses[name]}
        onValueChange={(value) => changeGuesses({ [name]: value })}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id)}
      />
    </Field>
  );
}

/** What the plan rests on: the effect of interest, the spread over seeds, and how often two arms answer differently. */
export function PlanningControls() {
  const { draft, guesses, spreads, changeGuesses } = useLaunchForm();
  const id = useId();
  const benchmarks = chosenBenchmarks(draft);
  const shown = guesses.benchmark ?? draft.contrast?.benchmark ?? benchmarks[0]?.key ?? "";
  const isMeasured = spreads.some((spread) => draft.benchmarks.includes(spread.benchmark));
  return (
    <>
      <div className="grid grid-cols-2 gap-x-4 gap-y-1.5 lg:grid-cols-4">
        <GuessField
          name="effectPoints"
          label="Difference to be seen"
          unit="points"
          hint="the smallest that would matter"
        />
        <GuessField
          name="sdPoints"
          label="SD over seeds"
          unit="points"
          hint="of a true difference: a guess"
        />
        <GuessField
          name="disagreementPercent"
          label="Answered differently"
          unit="%"
          hint="questions right in one arm only"
        />
        <Field htmlFor={id} label="Curves for" hint="benchmark">
          <Select
            id={id}
            value={shown}
            options={benchmarks.map(({ key, title, questions }) => ({
              value: key,
              label: `${title} (n = ${formatCount(questions)})`,
            }))}
            onValueChange={(benchmark) => changeGuesses({ benchmark })}
          />
        </Field>
      </div>
      {isMeasured ? (
        <Checkbox
          className="mt-1"
          label="Plan with the spread that finished ablations of this profile have shown, where they have"
          hint="It takes the place of the guessed SD; noise of the questions is part of it already."
          checked={guesses.useMeasured}
          onCheckedChange={(useMeasured) => changeGuesses({ useMeasured })}
        />
      ) : null}
    </>
  );
}
