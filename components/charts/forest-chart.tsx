import { cx } from "@/components/ui/cx";
import { formatCount } from "@/lib/format/number";
import type { ArmComparison } from "@/lib/stats/ablation";
import { signedPoints } from "@/lib/stats/ablation";
import { AxisGrid, AxisTicks } from "./axis-ticks";
import { ForestNumbers, type RowWords } from "./forest-numbers";
import type { ForestGroup, ForestRow, ForestChart as Marks } from "./prepare-forest";

const GRID =
  "grid grid-cols-1 items-center gap-x-4 sm:grid-cols-[minmax(6rem,12rem)_minmax(8rem,1fr)_17.5rem] lg:grid-cols-[minmax(6rem,12rem)_minmax(8rem,1fr)_22rem]";
const left = (at: number) => ({ left: `${at * 100}%` });

interface Props {
  chart: Marks;
  nameOf: (comparison: ArmComparison) => { pair: string; where: string };
  /** Rows that are no verdict of the declared analysis say so in their own words. */
  wordsOf?: (comparison: ArmComparison) => RowWords | undefined;
}

/** Differences with their intervals around a zero line; the band is what counts as practically equal. */
export function ForestChart(props: Props) {
  const { chart } = props;
  return (
    <div>
      {chart.groups.map((group) => (
        <Group key={group.key} group={group} {...props} />
      ))}
      <div className={GRID}>
        <span className="hidden sm:block" />
        <AxisTicks
          axis={chart.axis}
          format={(v) => signedPoints(v).replace(".0", "")}
          title="difference of accuracy [points]"
        />
      </div>
    </div>
  );
}

function Group({ group, chart, nameOf, wordsOf }: Props & { group: ForestGroup }) {
  const [first] = group.rows;
  const declared = group.role === "contrast";
  return (
    <section
      className={cx(
        "mb-2",
        declared && "-mx-2 mb-4 rounded-md border border-accent bg-accent/4 px-2 pt-1.5 pb-0.5",
      )}
    >
      <h3 className="flex flex-wrap items-baseline gap-x-2 break-words font-medium text-sm">
        {first ? nameOf(first.comparison).pair : ""}
        <span className={cx("font-normal text-xs", declared ? "text-accent" : "text-ink-3")}>
          {declared
            ? "declared before launch: tested on its own"
            : group.role === "exploratory" && !wordsOf
              ? "exploratory"
              : group.role === "reported"
                ? "imported: outside every family"
                : ""}
        </span>
      </h3>
      {group.rows.map((row) => (
        <Row
          key={`${row.comparison.benchmark} ${row.comparison.role}`}
          row={row}
          chart={chart}
          where={nameOf(row.comparison).where}
          words={wordsOf?.(row.comparison)}
        />
      ))}
    </section>
  );
}

interface RowProps {
  row: ForestRow;
  chart: Marks;
  where: string;
  words: RowWords | undefined;
}

function Row({ row, chart, where, words }: RowProps) {
  const { comparison } = row;
  const exploratory = comparison.role === "exploratory";
  return (
    <div
      className={cx(
        GRID,
        "border-line border-b border-dashed py-1 last:border-b-0",
        exploratory && "text-ink-3",
      )}
    >
      <span className={cx("min-w-0 break-words text-xs", exploratory ? "text-ink-3" : "text-ink-2")}>
        {where}
        <span className="ml-1.5 text-2xs text-ink-3">
          n = {formatCount(comparison.questions)}
          {comparison.benchmark === null && comparison.role !== "exploratory" ? ", exploratory" : ""}
        </span>
      </span>
      <div className="relative h-8" title={comparison.sentence}>
        <span
          aria-hidden
          className="absolute inset-y-0 bg-sunken"
          style={{ left: `${chart.band.from * 100}%`, width: `${(chart.band.to - chart.band.from) * 100}%` }}
        />
        <AxisGrid axis={chart.axis} />
        <span aria-hidden className="absolute inset-y-0 w-px bg-ink-3" style={left(chart.zero)} />
        <DifferenceMarks row={row} />
      </div>
      <ForestNumbers comparison={comparison} words={words} />
    </div>
  );
}

function DifferenceMarks({ row }: { row: ForestRow }) {
  const { comparison } = row;
  const grey = comparison.verdict === "not-enough-seeds" || comparison.role === "exploratory";
  const ink = grey ? "bg-ink-3" : "bg-ink";
  return (
    <>
      {row.seeds.map((s) => (
        <span
          key={s.seed}
          title={`seed ${s.seed}`}
          className="absolute top-1/2 size-1.5 -translate-x-1/2 -translate-y-1/2 rounded-full border border-ink-3"
          style={left(s.at)}
        />
      ))}
      {row.from !== null && row.to !== null ? (
        <span
          className={cx("absolute top-1/2 h-0.5 -translate-y-1/2", ink)}
          style={{ left: `${row.from * 100}%`, width: `${(row.to - row.from) * 100}%` }}
        />
      ) : null}
      {row.at !== null ? (
        <span
          className={cx(
            "absolute top-1/2 size-2.5 -translate-x-1/2 -translate-y-1/2 rotate-45",
            row.hollow ? "border-[1.5px] border-ink-3 bg-surface" : ink,
          )}
          style={left(row.at)}
        />
      ) : (
        <span className="absolute inset-y-0 left-1 flex items-center text-xs">nothing to compare yet</span>
      )}
    </>
  );
}
