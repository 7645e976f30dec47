import type { RowWords } from "@/components/charts/forest-numbers";
import type { ForestRow, ForestChart as Marks } from "@/components/charts/prepare-forest";
import { CHART } from "@/components/charts/theme";
import {
  type ArmComparison,
  type ComparisonRole,
  pointsInterval,
  pValue,
  signedPoints,
  VERDICT_WORDS,
} from "@/lib/stats/ablation";
import { acrossBox, FigureText, type PlotBox, RowsFigure } from "./figure-axis";

const WIDTH = 680;
const ROW = 34;
const LABEL = 208;
const NUMBERS = 178;

interface Props {
  chart: Marks;
  title: string;
  nameOf: (comparison: ArmComparison) => { pair: string; where: string };
  /** Rows that are no verdict of the declared analysis say so in their own words. */
  wordsOf?: ((comparison: ArmComparison) => RowWords | undefined) | undefined;
}

/** Differences with their intervals around a zero line, as one drawing: what a paper prints and a file holds. */
export function ForestFigure({ chart, title, nameOf, wordsOf }: Props) {
  return (
    <RowsFigure
      title={title}
      width={WIDTH}
      row={ROW}
      rows={chart.rows.length}
      names={LABEL}
      numbers={NUMBERS}
      axis={chart.axis}
      format={(v) => signedPoints(v).replace(".0", "")}
      axisTitle="difference of accuracy [points]"
      behind={(box) => (
        <rect
          x={acrossBox(box, chart.band.from)}
          y={0}
          width={acrossBox(box, chart.band.to) - acrossBox(box, chart.band.from)}
          height={box.bottom}
          fill="var(--sunken)"
        />
      )}
    >
      {(box) => (
        <>
          <line
            x1={acrossBox(box, chart.zero)}
            x2={acrossBox(box, chart.zero)}
            y1={0}
            y2={box.bottom}
            stroke={CHART.colours.axis}
          />
          {chart.rows.map((row, i) => {
            const { arm, baseline, benchmark, role } = row.comparison;
            return (
              <Row
                key={`${arm} ${baseline} ${benchmark} ${role}`}
                row={row}
                box={box}
                y={i * ROW}
                name={nameOf(row.comparison)}
                words={wordsOf?.(row.comparison)}
              />
            );
          })}
        </>
      )}
    </RowsFigure>
  );
}

/** What stands before a p value; outside the declared comparisons it must not be read as a finding. */
const P_SAID: Record<ComparisonRole, string> = {
  declared: "Holm ",
  contrast: "",
  exploratory: "unadjusted ",
  reported: "unadjusted ",
};

const ROLE_SAID: Record<ComparisonRole, string> = {
  declared: "",
  contrast: " · declared contrast",
  exploratory: " · exploratory",
  reported: " · reported by others",
};

function Row({
  row,
  box,
  y,
  name,
  words,
}: {
  row: ForestRow;
  box: PlotBox;
  y: number;
  name: { pair: string; where: string };
  words: RowWords | undefined;
}) {
  const { comparison } = row;
  const quiet = comparison.role === "exploratory";
  const ink = quiet ? CHART.colours.axis : CHART.colours.ink;
  const declared = comparison.role === "contrast";
  return (
    <g>
      {declared ? <rect x={0} y={y + 3} width={2.5} height={ROW - 6} fill="var(--accent)" /> : null}
      <FigureText
        text={name.pair}
        width={LABEL - 8}
        x={8}
        y={y + 14}
        fill={ink}
        fontWeight={declared ? 600 : 400}
      />
      <FigureText
        text={`${name.where}${words ? "" : ROLE_SAID[comparison.role]}`}
        width={LABEL - 8}
        size={9.5}
        x={8}
        y={y + 26}
        fill={CHART.colours.axis}
      />
      <DifferenceMarks row={row} box={box} y={y + ROW / 2} ink={ink} />
      <Numbers comparison={comparison} words={words} y={y} />
      <line x1={0} x2={WIDTH} y1={y + ROW} y2={y + ROW} stroke={CHART.colours.grid} strokeDasharray="2 3" />
    </g>
  );
}

/** No verdict is drawn as an outline, so that grey print still tells it from a finding. */
function DifferenceMarks({ row, box, y, ink }: { row: ForestRow; box: PlotBox; y: number; ink: string }) {
  const open = row.comparison.verdict === "not-enough-seeds";
  if (row.at === null)
    return (
      <text x={box.left + 4} y={y + 3} fontSize={10} fill={CHART.colours.axis}>
        nothing to compare yet
      </text>
    );
  const x = acrossBox(box, row.at);
  return (
    <g>
      {row.seeds.map((seed) => (
        <circle
          key={seed.seed}
          cx={acrossBox(box, seed.at)}
          cy={y}
          r={2.6}
          fill="none"
          stroke={CHART.colours.axis}
        >
          <title>{`seed ${seed.seed}`}</title>
        </circle>
      ))}
      {row.from === null || row.to === null ? null : (
        <line
          x1={acrossBox(box, row.from)}
          x2={acrossBox(box, row.to)}
          y1={y}
          y2={y}
          stroke={ink}
          strokeWidth={open ? 1.2 : 2}
          strokeDasharray={open ? "4 3" : undefined}
        />
      )}
      <path
        d={`M${x} ${y - 5.5}L${x + 5.5} ${y}L${x} ${y + 5.5}L${x - 5.5} ${y}Z`}
        fill={open ? "var(--surface)" : ink}
        stroke={ink}
      />
    </g>
  );
}

interface NumbersProps {
  comparison: ArmComparison;
  words: RowWords | undefined;
  y: number;
}

/** The verdict and what it rests on; an exploratory row has none, whatever its p. */
function verdictLine(c: ArmComparison): string {
  const seeds = `S = ${c.armSeeds === c.baselineSeeds ? c.armSeeds : `${c.armSeeds} v ${c.baselineSeeds}`}`;
  const p =
    c.pAdjusted === null || c.verdict === "not-enough-seeds"
      ? null
      : `${P_SAID[c.role]}${pValue(c.pAdjusted)}`;
  const verdict = c.role === "exploratory" ? null : VERDICT_WORDS[c.verdict];
  return [verdict, p, seeds].filter(Boolean).join(", ");
}

function Numbers({ comparison: c, words, y }: NumbersProps) {
  if (c.diff === null) return null;
  const range = c.interval ? pointsInterval(c.interval.lo, c.interval.hi) : "points, no interval";
  return (
    <g textAnchor="end">
      <text x={WIDTH} y={y + 14} fontSize={10.5} fill={CHART.colours.ink}>
        <tspan fontWeight={600}>{signedPoints(c.diff)}</tspan> {range}
      </text>
      <text x={WIDTH} y={y + 26} fontSize={9.5} fill={CHART.colours.text}>
        {words ? `${words.badge}: ${words.basis}` : verdictLine(c)}
      </text>
    </g>
  );
}
