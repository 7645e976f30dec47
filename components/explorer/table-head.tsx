import type { Ref } from "react";
import { cx } from "@/components/ui/cx";
import { SortTh, Th } from "@/components/ui/table";
import type { ExplorerSort } from "@/lib/contracts";
import { type Column, NUMBER_COLUMNS, OUTCOME_COLUMN } from "./columns";
import type { HeatColumns } from "./overview-cells";
import { heatWidth } from "./row-heat";
import { RUN_SHOWN, SELECT_CLASS } from "./trace-row";
import { HEAD_HEIGHT } from "./window-of";

export interface Order {
  sort: ExplorerSort;
  order: "asc" | "desc";
}

interface Props extends Order {
  onOrder: (order: Order) => void;
  /** The head of the heatmap: as wide as its cells may be. */
  heat: Ref<HTMLDivElement>;
  /** Marks at every so many trace steps of the heatmap. */
  stepMarks: readonly { traceStep: number; left: number }[];
  columns: HeatColumns;
}

/** As wide as its cells can use, from the width of its head to a fifth of the list. */
const heatRoom = (columns: HeatColumns) => `clamp(5.75rem, ${heatWidth(columns)}px, 20cqw)`;

function Head({ column, sort, order, onOrder }: Order & Pick<Props, "onOrder"> & { column: Column }) {
  const className = cx(column.width, column.shown, "bg-surface [:where(&)]:px-2");
  const unit = column.unit ? { unit: column.unit } : {};
  const { sort: by } = column;
  if (!by)
    return (
      <Th numeric={column.numeric ?? false} title={column.hint} className={className} {...unit}>
        {column.title}
      </Th>
    );
  return (
    <SortTh
      direction={sort === by ? order : null}
      onSort={(next) => onOrder({ sort: by, order: next })}
      first={column.first ?? "desc"}
      numeric={column.numeric ?? false}
      className={className}
      {...unit}
    >
      <span title={column.hint} className={column.key === "outcome" ? "@max-lg:sr-only" : ""}>
        {column.title}
      </span>
    </SortTh>
  );
}

/** The heads stay in sight; most of them sort. */
export function TableHead(props: Props) {
  const { heat, stepMarks, columns, ...order } = props;
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr style={{ height: HEAD_HEIGHT }}>
        <Th className={cx(SELECT_CLASS, "bg-surface")}>
          <span className="sr-only">Chosen</span>
        </Th>
        <Head column={OUTCOME_COLUMN} {...order} />
        <SortTh
          direction={order.sort === "trainStep" ? order.order : null}
          onSort={(next) => order.onOrder({ sort: "trainStep", order: next })}
          first="desc"
          className="bg-surface [:where(&)]:px-2"
        >
          <span title="Train step and sample, or its place in its source; then how the prompt begins">
            Trace
          </span>
        </SortTh>
        <Th className={cx("w-40 bg-surface [:where(&)]:px-2", RUN_SHOWN)} title="Its model on hover">
          Run
        </Th>
        {NUMBER_COLUMNS.map((column) => (
          <Head key={column.key} column={column} {...order} />
        ))}
        <th
          scope="col"
          className="border-b bg-surface p-0 text-left align-bottom"
          style={{ width: heatRoom(columns) }}
        >
          <div ref={heat} className="relative h-7.5 overflow-hidden text-2xs text-ink-3 leading-none">
            <span className="absolute top-0.5 left-0 font-medium">c by trace step</span>
            {stepMarks.map(({ traceStep, left }) => (
              <span key={traceStep} aria-hidden className="absolute bottom-0.5" style={{ left }}>
                {traceStep}
              </span>
            ))}
          </div>
        </th>
      </tr>
    </thead>
  );
}
