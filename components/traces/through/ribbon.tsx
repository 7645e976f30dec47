import { HeatmapLegend } from "@/components/charts/heatmap-legend";
import { cssColour, solvabilityColour } from "@/components/charts/solvability-scale";
import { cx } from "@/components/ui/cx";
import { cellsInWords, columnInWords, type RibbonCell, type RibbonColumn } from "./prepare-through";

interface Props {
  columns: readonly RibbonColumn[];
  /** Position of the column in sight. */
  at: number;
  onMove: (at: number) => void;
}

/** c_i of one prompt through training: a column a train step, a row a trace step, and the slider that walks them. */
export function Ribbon({ columns, at, onMove }: Props) {
  const height = columns[0]?.cells.length ?? 0;
  const current = columns[at];
  return (
    <figure className="flex flex-col gap-3">
      <div className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-2">
        <div className="flex flex-col gap-px text-right font-mono text-2xs text-ink-3">
          {Array.from({ length: height }, (_, i) => `s${i + 1}`).map((name) => (
            <span key={name} className="h-4 leading-4">
              {name}
            </span>
          ))}
        </div>
        {/* For pointers: the slider below walks the same columns and says what their colours show. */}
        <div aria-hidden className="flex min-w-0 gap-px">
          {columns.map((column, i) => (
            <Column key={column.trainStep} column={column} isCurrent={i === at} onPick={() => onMove(i)} />
          ))}
        </div>
        <span />
        <input
          type="range"
          aria-label="Train step"
          aria-valuetext={current ? `${columnInWords(current)}; ${cellsInWords(current)}` : ""}
          min={0}
          max={Math.max(0, columns.length - 1)}
          value={at}
          onChange={(event) => onMove(Number(event.target.value))}
          className="mt-2 w-full accent-(--accent-fill)"
        />
        <span />
        <div className="flex justify-between gap-3 text-2xs text-ink-3">
          <span>{columns[0]?.trainStep}</span>
          <span>train step (those in which this prompt was sampled)</span>
          <span>{columns.at(-1)?.trainStep}</span>
        </div>
      </div>
      <figcaption className="text-sm" aria-live="polite">
        {current ? columnInWords(current) : ""}
        {current ? <span className="block text-ink-2 text-xs">{cellsInWords(current)}</span> : null}
      </figcaption>
      <HeatmapLegend tau={null} what="mean c over samples" />
    </figure>
  );
}

interface ColumnProps {
  column: RibbonColumn;
  isCurrent: boolean;
  onPick: () => void;
}

/** Picked by pointer; keys have the slider below, which says the same. */
function Column({ column, isCurrent, onPick }: ColumnProps) {
  return (
    <button
      type="button"
      tabIndex={-1}
      title={columnInWords(column)}
      onClick={onPick}
      className={cx(
        "flex min-w-0 flex-1 flex-col gap-px",
        isCurrent && "outline-2 outline-ink outline-offset-1",
      )}
    >
      {column.cells
        .map((cell, i) => ({ cell, name: `s${i + 1}` }))
        .map(({ cell, name }) => (
          <Cell key={name} cell={cell} name={name} />
        ))}
      {column.cells.length === 0 ? <span className="block h-4 w-full bg-line" /> : null}
    </button>
  );
}

const SAYS = {
  value: "",
  missing: "missing: every continuation was lost",
  "not-scored": "not scored",
  none: "no sample has this trace step",
} as const;

function Cell({ cell, name }: { cell: RibbonCell; name: string }) {
  const says = cell.meanC === null ? SAYS[cell.state] : `mean c ${cell.meanC.toFixed(2)}, n = ${cell.n}`;
  return (
    <span
      title={`${name}: ${says}`}
      className={cx(
        "block h-4 w-full",
        cell.state === "missing" && "hatched bg-surface",
        cell.state === "not-scored" && "border bg-surface",
        cell.state === "none" && "bg-line",
      )}
      style={cell.meanC === null ? undefined : { background: cssColour(solvabilityColour(cell.meanC)) }}
    />
  );
}
