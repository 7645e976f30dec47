import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./cx";
import { SideScroller } from "./side-scroller";

/** A dense table in its own scroller, so that a narrow page scrolls the table and not itself. */
export function Table({ className, ...rest }: ComponentProps<"table">) {
  return (
    <SideScroller>
      <table className={cx("w-full border-collapse text-left text-sm", className)} {...rest} />
    </SideScroller>
  );
}

type Align = { numeric?: boolean };

/** A column head; units belong in it, e.g. "Response length" with unit "tokens". */
export function Th({
  numeric,
  unit,
  className,
  children,
  ...rest
}: ComponentProps<"th"> & Align & { unit?: ReactNode }) {
  return (
    <th
      scope="col"
      className={cx(
        "h-8 whitespace-nowrap border-b [:where(&)]:px-2.5 font-medium text-ink-3 text-xs first:pl-4 last:pr-4",
        numeric && "text-right",
        className,
      )}
      {...rest}
    >
      {children}
      {unit ? <span className="ml-1 font-normal">[{unit}]</span> : null}
    </th>
  );
}

/** The head of the column of buttons: read out, not shown, not printed. */
export function ActionsTh() {
  return (
    <Th className="no-print">
      <span className="sr-only">Actions</span>
    </Th>
  );
}

export type SortDirection = "asc" | "desc";

interface SortProps extends Align {
  /** Direction if this column decides the order, else null. */
  direction: SortDirection | null;
  onSort: (next: SortDirection) => void;
  /** What the first click asks for. */
  first?: SortDirection;
  unit?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A column head that sorts. */
export function SortTh({ direction, onSort, first = "asc", numeric, unit, className, children }: SortProps) {
  const next: SortDirection = direction === null ? first : direction === "asc" ? "desc" : "asc";
  const Icon = direction === "asc" ? ArrowUp : direction === "desc" ? ArrowDown : ChevronsUpDown;
  const order = direction === "asc" ? "ascending" : direction === "desc" ? "descending" : "none";
  return (
    <Th numeric={numeric ?? false} className={className ?? ""} aria-sort={order}>
      <button
        type="button"
        onClick={() => onSort(next)}
        className={cx("inline-flex items-center gap-1 rounded-sm hover:text-ink", direction && "text-ink")}
      >
        {children}
        {unit ? <span className="font-normal">[{unit}]</span> : null}
        <Icon aria-hidden className={cx("size-3", direction ? "" : "opacity-40")} />
      </button>
    </Th>
  );
}

/** A cell; `numeric` aligns right. */
export function Td({ numeric, className, ...rest }: ComponentProps<"td"> & Align) {
  return (
    <td
      className={cx(
        "[:where(&)]:h-9 border-b [:where(&)]:px-2.5 [:where(&)]:align-middle first:pl-4 last:pr-4",
        numeric && "whitespace-nowrap text-right",
        className,
      )}
      {...rest}
    />
  );
}

/** A row that lights up under the pointer. */
export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cx("hover:bg-hover", className)} {...rest} />;
}
