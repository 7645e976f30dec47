import Link from "next/link";
import { memo, type ReactNode } from "react";
import { visibleText } from "@/components/traces/text/visible-text";
import { cx } from "@/components/ui/cx";
import type { ExplorerRow } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { NUMBER_COLUMNS, OUTCOME_COLUMN } from "./columns";
import { heatWords } from "./heat-words";
import { traceName } from "./row-text";
import { ROW_HEIGHT } from "./window-of";

/** How a row answers: with its place, so that one function serves all rows. */
export interface RowActions {
  /** The row under the pointer becomes the current one. */
  point: (index: number) => void;
  choose: (index: number) => void;
  /** It is opened: the list is remembered for h and l on the trace's page. */
  leave: (index: number) => void;
}

interface Props {
  row: ExplorerRow;
  index: number;
  isCurrent: boolean;
  isChosen: boolean;
  actions: RowActions;
  /** The run it is of, by its name. */
  run: string;
  /** In place of the prompt's first words: where a search was found. */
  found?: ReactNode;
}

export const SELECT_CLASS = "w-9";
/** From which width of the list on the run is there. */
export const RUN_SHOWN = "hidden @6xl:table-cell";
const CELL = "overflow-hidden border-b px-2";

/** One trace: what came of it, how it begins, its numbers; its c_i are painted over the last cell. */
export const TraceRow = memo(function TraceRow(props: Props) {
  const { row, index, isCurrent, isChosen, actions, run, found } = props;
  return (
    <tr
      style={{ height: ROW_HEIGHT }}
      aria-rowindex={index + 2}
      aria-current={isCurrent ? "true" : undefined}
      onPointerDown={() => actions.point(index)}
      className={cx(isCurrent ? "bg-accent/12" : isChosen ? "bg-accent/6" : "hover:bg-hover")}
    >
      <td className={cx(CELL, "pl-3")}>
        <input
          type="checkbox"
          className="block size-3.5 accent-(--accent-fill)"
          aria-label={`Choose trace ${traceName(row)}`}
          checked={isChosen}
          onChange={() => actions.choose(index)}
        />
      </td>
      <td className={CELL}>{OUTCOME_COLUMN.cell(row)}</td>
      <td className={cx(CELL, "truncate text-ink-2 text-xs")}>
        <Link
          href={routes.trace(row.id)}
          prefetch={false}
          onClick={() => actions.leave(index)}
          title={
            row.source
              ? `${row.source.file}${row.source.line === null ? "" : `, line ${row.source.line}`}`
              : undefined
          }
          className="mr-2 inline-block min-w-12 max-w-40 truncate align-bottom text-accent hover:underline"
        >
          <bdi>{visibleText(traceName(row))}</bdi>
        </Link>
        {found ?? <bdi>{visibleText(row.promptPreview)}</bdi>}
      </td>
      <td className={cx(CELL, "truncate text-ink-3 text-xs", RUN_SHOWN)} title={row.modelId ?? undefined}>
        <bdi>{visibleText(run)}</bdi>
      </td>
      {NUMBER_COLUMNS.map((column) => (
        <td
          key={column.key}
          className={cx(CELL, "whitespace-nowrap text-xs", column.numeric && "text-right", column.shown)}
        >
          {column.cell(row)}
        </td>
      ))}
      <td className={CELL}>
        <span className="sr-only">{heatWords(row)}</span>
      </td>
    </tr>
  );
});

/** Stands where a row is on its way. */
export const WaitingRow = memo(function WaitingRow({ index }: { index: number }) {
  return (
    <tr style={{ height: ROW_HEIGHT }} aria-rowindex={index + 2}>
      {/* As many cells as every list shows: a span over hidden columns would make room for them. */}
      <td className="border-b" />
      <td className="border-b" />
      <td className="border-b px-2">
        <span className="block h-2.5 w-2/5 rounded bg-ink/7" />
        <span className="sr-only">Loading</span>
      </td>
    </tr>
  );
});
