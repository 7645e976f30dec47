import type { ReactNode } from "react";
import { cx } from "./cx";

/** The line of filters and switches above a table or chart. Wraps on narrow pages. */
export function Toolbar({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      role="toolbar"
      aria-label={label}
      className={cx("no-print flex flex-wrap items-center gap-2 px-4 py-2", className)}
    >
      {children}
    </div>
  );
}
