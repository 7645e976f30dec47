"use client";

import { cx } from "@/components/ui/cx";
import { NumberField } from "@/components/ui/number-field";
import { showNumber } from "@/components/ui/number-text";
import { getAt } from "./draft";
import { fieldId, useLaunchForm } from "./form-context";
import { MatrixChoice } from "./matrix-choice";
import type { MatrixRow } from "./matrix-rows";

const PARTNERS: Record<string, string> = {
  "training.reward.lambdaOutcome": "training.reward.lambdaProcess",
  "training.reward.lambdaProcess": "training.reward.lambdaOutcome",
};

/** Where the weights must add up to 1, the other one follows. */
export function partnerValue(path: string, value: unknown): { path: string; value: number } | null {
  const partner = PARTNERS[path];
  if (!partner || typeof value !== "number" || value < 0 || value > 1) return null;
  return { path: partner, value: Number((1 - value).toFixed(10)) };
}

/** One setting of one arm. `differs`: not what the first trained arm has. */
export function ArmCell({ arm, row, differs }: { arm: number; row: MatrixRow; differs: boolean }) {
  const { draft, issues, filled, set } = useLaunchForm();
  const path = `arms.${arm}.${row.path}`;
  const value = getAt(draft, path);
  const error = issues.get(path);
  const id = fieldId(path);
  const isFilled = filled.has(path);
  const label = `${row.label.symbol} ${row.label.text}, ${draft.arms[arm]?.name ?? ""}`;
  const put = (next: unknown) => {
    set(path, next === null && row.inherits ? undefined : next);
    const partner = partnerValue(row.path, next);
    if (partner) set(`arms.${arm}.${partner.path}`, partner.value);
  };
  const shared = { id, label, row, value, put, error: error !== undefined, marked: differs || isFilled };
  return (
    <div className="flex flex-col gap-0.5">
      {row.kind === "flag" ? <FlagCell {...shared} /> : null}
      {row.kind === "number" ? <NumberCell {...shared} /> : null}
      {row.kind === "choice" ? (
        <MatrixChoice
          row={row}
          id={id}
          value={value}
          label={label}
          unset={row.inherits ? "as shared" : null}
          className={differs ? "w-full rounded-md outline outline-accent" : "w-full"}
          onChoose={put}
        />
      ) : null}
      {isFilled ? <p className="text-right text-2xs text-info">filled in</p> : null}
      {error ? (
        <p id={`${id}-note`} className="text-2xs text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}

interface CellProps {
  id: string;
  label: string;
  row: MatrixRow;
  value: unknown;
  put: (next: unknown) => void;
  error: boolean;
  marked: boolean;
}

function FlagCell({ id, label, value, put }: CellProps) {
  return (
    <label htmlFor={id} className="flex h-7 items-center justify-end gap-1.5 text-ink-2 text-xs">
      <input
        id={id}
        type="checkbox"
        className="size-3.5 accent-(--accent-fill)"
        checked={value === true}
        aria-label={label}
        onChange={(event) => put(event.target.checked)}
      />
      {value === true ? "on" : "off"}
    </label>
  );
}

function NumberCell({ id, label, row, value, put, error, marked }: CellProps) {
  const { draft } = useLaunchForm();
  const inherited = row.inherits ? getAt(draft, row.inherits) : null;
  return (
    <NumberField
      id={id}
      aria-label={label}
      aria-invalid={error}
      aria-describedby={error ? `${id}-note` : undefined}
      placeholder={typeof inherited === "number" ? showNumber(inherited) : ""}
      value={typeof value === "number" ? value : null}
      onValueChange={put}
      className={cx("h-7", marked && "border-accent bg-accent/8")}
    />
  );
}
