import type { ComponentProps } from "react";
import { cx } from "./cx";

// Sizes and colours stand at zero specificity, so that a class given to a control wins whatever its name.
export const CONTROL =
  "[:where(&)]:w-full min-w-0 rounded-md border [:where(&)]:border-line-strong [:where(&)]:bg-surface px-2 text-ink [:where(&)]:text-sm transition-colors hover:border-ink-3 aria-invalid:border-bad disabled:cursor-not-allowed disabled:opacity-60";

/** One line of text. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cx(CONTROL, "[:where(&)]:h-7.5", className)} {...rest} />;
}

/** Several lines of text. */
export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea className={cx(CONTROL, "min-h-16 py-1.5", className)} {...rest} />;
}
