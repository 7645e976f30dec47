import { ArmChip, ArmMark } from "@/components/ui/arm-chip";
import { cx } from "@/components/ui/cx";
import { formatCount } from "@/lib/format/number";
import { percent, percentInterval } from "@/lib/stats/ablation";
import { armMarkOf } from "./arm-position";
import { AxisGrid, AxisTicks } from "./axis-ticks";
import type { SeedDotsChart as Marks, SeedDotRow } from "./prepare-seed-dots";

const GRID =
  "grid grid-cols-1 items-center gap-x-3 sm:grid-cols-[minmax(6.5rem,11rem)_minmax(7rem,1fr)_16.5rem] xl:grid-cols-[minmax(6.5rem,11rem)_minmax(7rem,1fr)_20.5rem] 2xl:grid-cols-[minmax(6.5rem,11rem)_minmax(7rem,1fr)_17.5rem]";
const left = (at: number) => ({ left: `${at * 100}%` });
const wholePercent = (value: number) => String(Math.round(value * 1000) / 10);

/** One benchmark: a row an arm, a dot a seed, mean tick and interval, S and n beside them. */
export function SeedDotsChart({ chart, questions }: { chart: Marks; questions: number }) {
  return (
    <div>
      {chart.rows.map((row) => (
        <Row key={row.arm.key} row={row} chart={chart} />
      ))}
      <div className={GRID}>
        <span className="hidden sm:block" />
        <AxisTicks
          axis={chart.axis}
          format={wholePercent}
          title={`accuracy [%], n = ${formatCount(questions)} questions`}
        />
      </div>
    </div>
  );
}

function Row({ row, chart }: { row: SeedDotRow; chart: Marks }) {
  const { arm, summary } = row;
  const look = armMarkOf(arm);
  return (
    <div className={cx(GRID, "border-line border-b border-dashed last:border-b-0")}>
      <ArmChip {...look} name={arm.name} className="pt-1.5 text-sm sm:pt-0" />
      <div className="relative h-9" title={summary.sentence}>
        <AxisGrid axis={chart.axis} />
        {row.interval ? <Whisker {...row.interval} muted={row.muted} /> : null}
        {row.mean === null ? null : (
          <span
            className={cx(
              "absolute top-1/2 h-5 w-0.5 -translate-x-1/2 -translate-y-1/2",
              row.muted ? "bg-ink-3" : "bg-ink",
            )}
            style={left(row.mean)}
          />
        )}
        {row.dots.map((dot) => (
          <span
            key={dot.seed}
            role="img"
            aria-label={dot.title}
            title={dot.title}
            className="absolute top-1/2 -translate-x-1/2 -translate-y-1/2"
            style={left(dot.at)}
          >
            <ArmMark {...look} className="size-3 opacity-85" />
          </span>
        ))}
        {row.dots.length === 0 ? (
          <span className="absolute inset-y-0 left-1 flex items-center text-ink-3 text-xs">
            no finished evaluation
          </span>
        ) : null}
      </div>
      <RowNumbers row={row} />
    </div>
  );
}

/** What an arm's interval knows, in a few words; for one run and for a bare percentage what it does not know. */
function basisOf({ arm, summary }: SeedDotRow): string {
  const { claim, interval, seedCount, seeds } = summary;
  if (claim !== "question-only") return `${interval?.method ?? "no spread"}, S = ${seedCount}`;
  const run = arm.source === "imported" ? "imported, 1 run" : "1 run";
  if (seeds.some((dot) => dot.correct === null) && summary.benchmark !== null)
    return `${run}: count unknown, no interval`;
  return `${run}: question noise only, retraining noise unknown`;
}

function RowNumbers({ row }: { row: SeedDotRow }) {
  const { summary, muted } = row;
  if (summary.mean === null) return <span className="hidden sm:block" />;
  return (
    <div className={cx("pb-1.5 text-xs sm:pb-0 sm:text-right", muted ? "text-ink-3" : "text-ink-2")}>
      <span className="font-medium text-ink">{percent(summary.mean)}</span>{" "}
      {summary.interval ? percentInterval(summary.interval.lo, summary.interval.hi) : "no interval"}
      <span className="block text-2xs text-ink-3">{basisOf(row)}</span>
    </div>
  );
}

function Whisker(props: { from: number; to: number; cutLow: boolean; cutHigh: boolean; muted: boolean }) {
  const { from, to, cutLow, cutHigh, muted } = props;
  const ink = muted ? "bg-ink-3/60" : "bg-ink-2";
  return (
    <>
      <span
        className={cx("absolute top-1/2 h-px -translate-y-1/2", ink)}
        style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%` }}
      />
      <WhiskerEnd at={from} cut={cutLow ? "‹" : null} ink={ink} />
      <WhiskerEnd at={to} cut={cutHigh ? "›" : null} ink={ink} />
    </>
  );
}

/** A small bar, or an arrow where the interval goes on beyond what an accuracy can be. */
function WhiskerEnd({ at, cut, ink }: { at: number; cut: string | null; ink: string }) {
  if (cut === null)
    return <span className={cx("absolute top-1/2 h-2 w-px -translate-y-1/2", ink)} style={left(at)} />;
  return (
    <span
      className="absolute top-1/2 -translate-x-1/2 -translate-y-1/2 text-ink-2 leading-none"
      style={left(at)}
      title="The interval goes on beyond what an accuracy can be: few seeds. Its bounds are in the table."
    >
      {cut}
    </span>
  );
}
