import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";

type Props = Omit<ComponentProps<"input">, "type" | "onChange"> & {
  label: ReactNode;
  hint?: ReactNode;
  onCheckedChange: (checked: boolean) => void;
};

/** A checkbox with its label; the whole line is the target. */
export function Checkbox({ label, hint, onCheckedChange, className, id, ...rest }: Props) {
  const own = useId();
  const control = id ?? own;
  return (
    <label htmlFor={control} className={cx("inline-flex items-start gap-2 text-sm", className)}>
      <input
        id={control}
        type="checkbox"
        className="mt-0.75 size-3.5 shrink-0 accent-(--accent-fill)"
        onChange={(event) => onCheckedChange(event.target.checked)}
        {...rest}
      />
      <span className="min-w-0">
        {label}
        {hint ? <span className="block text-2xs text-ink-3">{hint}</span> : null}
      </span>
    </label>
  );
}
