import { armMarkOf } from "@/components/charts/arm-position";
import type { SeedDotsChart as Marks, SeedDotRow } from "@/components/charts/prepare-seed-dots";
import { CHART } from "@/components/charts/theme";
import { percent, percentInterval } from "@/lib/stats/ablation";
import { ArmGlyph } from "./arm-glyph";
import { acrossBox, FigureText, type PlotBox, RowsFigure } from "./figure-axis";

const WIDTH = 680;
const ROW = 30;
const LABEL = 150;
const NUMBERS = 178;

/** One benchmark as one drawing: a row an arm, a mark a seed, mean tick and interval, S beside them. */
export function SeedDotsFigure({
  chart,
  questions,
  title,
}: {
  chart: Marks;
  questions: number;
  title: string;
}) {
  return (
    <RowsFigure
      title={title}
      width={WIDTH}
      row={ROW}
      rows={chart.rows.length}
      names={LABEL}
      numbers={NUMBERS}
      axis={chart.axis}
      format={(value) => String(Math.round(value * 1000) / 10)}
      axisTitle={`accuracy [%], n = ${questions} questions`}
    >
      {(box) => chart.rows.map((row, i) => <Row key={row.arm.key} row={row} box={box} y={i * ROW} />)}
    </RowsFigure>
  );
}

function Row({ row, box, y }: { row: SeedDotRow; box: PlotBox; y: number }) {
  const { arm } = row;
  const middle = y + ROW / 2;
  const { position, hollow } = armMarkOf(arm);
  return (
    <g>
      <ArmGlyph x={7} y={middle} position={position} hollow={hollow} />
      <FigureText
        text={arm.name}
        width={LABEL - 18}
        x={18}
        y={middle + 4}
        fill={row.muted ? CHART.colours.text : CHART.colours.ink}
      />
      {row.interval ? <Whisker {...row.interval} box={box} y={middle} muted={row.muted} /> : null}
      {row.dots.length === 0 ? (
        <text x={box.left + 4} y={middle + 3} fontSize={10} fill={CHART.colours.axis}>
          no finished evaluation
        </text>
      ) : null}
      {row.mean === null ? null : (
        <line
          x1={acrossBox(box, row.mean)}
          x2={acrossBox(box, row.mean)}
          y1={middle - 9}
          y2={middle + 9}
          stroke={row.muted ? CHART.colours.axis : CHART.colours.ink}
          strokeWidth={2}
        />
      )}
      {row.dots.map((dot) => (
        <ArmGlyph
          key={dot.seed}
          x={acrossBox(box, dot.at)}
          y={middle}
          position={position}
          hollow={hollow}
          title={dot.title}
        />
      ))}
      <Numbers row={row} y={middle} />
      <line x1={0} x2={WIDTH} y1={y + ROW} y2={y + ROW} stroke={CHART.colours.grid} strokeDasharray="2 3" />
    </g>
  );
}

function Numbers({ row: { summary }, y }: { row: SeedDotRow; y: number }) {
  if (summary.mean === null) return null;
  const range = summary.interval ? percentInterval(summary.interval.lo, summary.interval.hi) : "no interval";
  const basis = !summary.countKnown
    ? "one run, no whole count of n"
    : summary.claim === "question-only"
      ? "one run: retraining noise unknown"
      : [summary.interval?.method, `S = ${summary.seedCount}`].filter(Boolean).join(", ");
  return (
    <g textAnchor="end">
      <text x={WIDTH} y={y - 1} fontSize={10.5} fill={CHART.colours.ink}>
        <tspan fontWeight={600}>{percent(summary.mean)}</tspan> {range}
      </text>
      <text x={WIDTH} y={y + 10} fontSize={9.5} fill={CHART.colours.axis}>
        {basis}
      </text>
    </g>
  );
}

interface WhiskerProps {
  from: number;
  to: number;
  cutLow: boolean;
  cutHigh: boolean;
  muted: boolean;
  box: PlotBox;
  y: number;
}

/** The interval; an arrow where it goes on beyond what an accuracy can be (its bounds stand in numbers). */
function Whisker({ from, to, cutLow, cutHigh, muted, box, y }: WhiskerProps) {
  const [x1, x2] = [acrossBox(box, from), acrossBox(box, to)];
  const ink = muted ? CHART.colours.axis : CHART.colours.text;
  const end = (x: number, cut: boolean, direction: 1 | -1) =>
    cut ? `M${x - 4 * direction} ${y - 4}L${x} ${y}L${x - 4 * direction} ${y + 4}` : `M${x} ${y - 4}v8`;
  return (
    <g stroke={ink} fill="none">
      <line x1={x1} x2={x2} y1={y} y2={y} strokeDasharray={muted ? "4 3" : undefined} />
      <path d={`${end(x1, cutLow, -1)}${end(x2, cutHigh, 1)}`} />
    </g>
  );
}
