import type { ReactNode } from "react";
import { cx } from "./cx";

export interface FieldProps {
  /** id of the control inside. */
  htmlFor: string;
  label: ReactNode;
  /** Unit or symbol, set beside the label. */
  unit?: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  className?: string;
  children: ReactNode;
}

/** id of the text that describes a control: pass it as aria-describedby. */
export function describedBy(id: string): string {
  return `${id}-note`;
}

/** A control with its label above and its hint or error below; the line below is always there, so nothing jumps. */
export function Field({ htmlFor, label, unit, hint, error, className, children }: FieldProps) {
  return (
    <div className={cx("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={htmlFor} className="flex items-baseline justify-between gap-2 text-ink-2 text-xs">
        <span className="truncate font-medium">{label}</span>
        {unit ? <span className="shrink-0 text-ink-3">{unit}</span> : null}
      </label>
      {children}
      <p id={describedBy(htmlFor)} className={cx("min-h-4 text-2xs", error ? "text-bad" : "text-ink-3")}>
        {error ?? hint}
      </p>
    </div>
  );
}
