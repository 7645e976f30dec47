"use client";

import { useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { describedBy, Field } from "@/components/ui/field";
import { NumberField } from "@/components/ui/number-field";
import { Select } from "@/components/ui/select";
import { useLaunchForm } from "../form-context";
import { chosenBenchmarks, questionsText } from "./planned-family";
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
            options={benchmarks.map(({ key, title, ...size }) => ({
              value: key,
              label: `${title} (n = ${questionsText(size)})`,
            }))}
            onValueChange={(benchmark) => changeGuesses({ benchmark })}
          />
        </Field>
      </div>
      {isMeasured ? (
        <div className="mt-1 flex flex-wrap gap-x-6 gap-y-1">
          <Checkbox
            label="Plan with the spread that finished ablations have shown"
            hint="Same profile; it takes the place of the guessed SD, and noise of the questions is part of it."
            checked={guesses.useMeasured}
            onCheckedChange={(useMeasured) => changeGuesses({ useMeasured })}
          />
          <Checkbox
            label="at its upper 80% limit"
            hint="An SD from few seeds is too small as often as not (Browne 1995)."
            checked={guesses.cautious}
            disabled={!guesses.useMeasured}
            onCheckedChange={(cautious) => changeGuesses({ cautious })}
          />
        </div>
      ) : null}
    </>
  );
}
