import { Select } from "@/components/ui/select";
import type { MatrixRow } from "./matrix-rows";

interface Props {
  row: MatrixRow;
  /** Undefined where the arm has none of its own. */
  value: unknown;
  /** Name for readers of the screen. */
  label: string;
  /** The word of the empty choice: what holds where nothing is chosen. Null: something is always chosen. */
  unset: string | null;
  id?: string;
  className?: string;
  onChoose: (value: string | null) => void;
}

/** One of a few words, for an arm or for all of them. */
export function MatrixChoice({ row, value, label, unset, id, className, onChoose }: Props) {
  const options = [...(unset === null ? [] : [{ value: "", label: unset }]), ...(row.options ?? [])];
  const chosen = options.find((option) => option.value === value)?.value ?? options[0]?.value ?? "";
  return (
    <Select
      id={id}
      aria-label={label}
      className={className ?? ""}
      options={options}
      value={chosen}
      onValueChange={(next) => onChoose(next === "" ? null : next)}
    />
  );
}
