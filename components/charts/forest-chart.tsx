import { cx } from "@/components/ui/cx";
import type { ArmComparison } from "@/lib/stats/ablation";
import { pointsInterval, pValue, signedPoints, VERDICT_WORDS } from "@/lib/stats/ablation";
import { AxisGrid, AxisTicks } from "./axis-ticks";
import type { ForestRow, ForestChart as Marks } from "./prepare-forest";

const GRID =
  "grid grid-cols-1 items-center gap-x-4 sm:grid-cols-[minmax(10rem,17rem)_minmax(9rem,1fr)_15rem]";
const left = (at: number) => ({ left: `${at * 100}%` });

interface Props {
  chart: Marks;
  nameOf: (comparison: ArmComparison) => { pair: string; where: string };
}

/** Differences with their intervals around a zero line; the band is what counts as practically equal. */
export function ForestChart({ chart, nameOf }: Props) {
  return (
    <div>
      {chart.rows.map((row) => {
        const { arm, baseline, benchmark, role } = row.comparison;
        return (
          <Row
            key={`${arm} ${baseline} ${benchmark} ${role}`}
            row={row}
            chart={chart}
            name={nameOf(row.comparison)}
          />
        );
      })}
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

function Row({ row, chart, name }: { row: ForestRow; chart: Marks; name: { pair: string; where: string } }) {
  const { comparison } = row;
  const declared = comparison.role === "contrast";
  return (
    <div
      className={cx(
        GRID,
        "border-line border-b border-dashed py-1 last:border-b-0",
        comparison.role === "exploratory" && "text-ink-3",
      )}
    >
      <div className={cx("min-w-0 text-sm", declared && "-ml-2.5 border-accent border-l-2 pl-2")}>
        <span className="block truncate" title={name.pair}>
          {name.pair}
        </span>
        <span className="block truncate text-2xs text-ink-3">
          {name.where}
          {declared ? " · declared before launch" : comparison.role === "exploratory" ? " · exploratory" : ""}
        </span>
      </div>
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
      <Numbers comparison={comparison} />
    </div>
  );
}

function DifferenceMarks({ row }: { row: ForestRow }) {
  const { comparison } = row;
  const grey = comparison.verdict === "not-enough-seeds";
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
          className={cx("absolute top-1/2 size-2.5 -translate-x-1/2 -translate-y-1/2 rotate-45", ink)}
          style={left(row.at)}
        />
      ) : (
        <span className="absolute inset-y-0 left-1 flex items-center text-xs">nothing to compare yet</span>
      )}
    </>
  );
}

function Numbers({ comparison: c }: { comparison: ArmComparison }) {
  if (c.diff === null) return <span />;
  const p = c.pAdjusted === null ? null : `${c.role === "declared" ? "Holm " : ""}${pValue(c.pAdjusted)}`;
  return (
    <div className="text-xs sm:text-right">
      <span className="font-medium">{signedPoints(c.diff)}</span>{" "}
      {c.interval ? pointsInterval(c.interval.lo, c.interval.hi) : "points, no interval"}
      <span className="block text-2xs">
        {[
          VERDICT_WORDS[c.verdict],
          p,
          `S = ${c.armSeeds === c.baselineSeeds ? c.armSeeds : `${c.armSeeds} v ${c.baselineSeeds}`}`,
        ]
          .filter(Boolean)
          .join(", ")}
      </span>
    </div>
  );
}
