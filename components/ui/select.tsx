import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./cx";
import { CONTROL } from "./input";

export interface SelectOption<T extends string = string> {
  value: T;
  label: string;
  disabled?: boolean;
}

type Props<T extends string> = Omit<ComponentProps<"select">, "onChange" | "value"> & {
  options: readonly SelectOption<T>[];
  value: T;
  onValueChange: (value: T) => void;
};

/** The platform's own select: it types ahead, works on phones and with every reader. */
export function Select<T extends string>({ options, value, onValueChange, className, ...rest }: Props<T>) {
  return (
    <span className={cx("relative inline-flex min-w-0", className)}>
      <select
        className={cx(CONTROL, "h-7.5 appearance-none truncate pr-7")}
        value={value}
        onChange={(event) => {
          const chosen = options.find((o) => o.value === event.target.value);
          if (chosen) onValueChange(chosen.value);
        }}
        {...rest}
      >
        {options.map((o) => (
          <option key={o.value} value={o.value} disabled={o.disabled}>
            {o.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-3.5 -translate-y-1/2 text-ink-3"
      />
    </span>
  );
}
