import type { ReactNode } from "react";
import { cx } from "./cx";

export interface KeyValue {
  key: string;
  label: ReactNode;
  value: ReactNode;
}

/** Facts as a definition list. `columns` lays it out as cards in a row on wide pages. */
export function KeyValues({
  items,
  columns = false,
  className,
}: {
  items: readonly KeyValue[];
  columns?: boolean;
  className?: string;
}) {
  return (
    <dl className={cx(columns ? "flex flex-wrap gap-x-8 gap-y-3" : "flex flex-col", className)}>
      {items.map((item) => (
        <div
          key={item.key}
          className={
            columns ? "min-w-0" : "flex min-h-7 items-baseline gap-3 border-line border-b py-1 last:border-0"
          }
        >
          <dt className={cx("text-ink-3 text-xs", columns ? "mb-0.5" : "w-40 shrink-0")}>{item.label}</dt>
          <dd className="min-w-0 break-words text-sm">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
