"use client";

import { armMarkOf } from "@/components/charts/arm-position";
import { ChartSvg } from "@/components/charts/chart-svg";
import { type Frame, frameX, SvgAxes } from "@/components/charts/svg-axes";
import { CHART } from "@/components/charts/theme";
import { markOf } from "@/components/ui/arm-chip";
import { formatValue } from "@/lib/format/number";
import { csvOf } from "@/lib/reports/csv";
import { COST_PHASES, type CostPhase } from "@/lib/stats/costs";
import { ChartFigure } from "./chart-figure";
import type { CostModel } from "./cost-model";
import { PHASE_TITLES, type PhaseRow, type PhasesChart as Phases, preparePhases } from "./prepare-phases";

const { colours } = CHART;
const ROW = 60;
const BAR = 16;
/** Phases are told by their order and a grey each: hues belong to arms. */
const SHADE: Record<CostPhase, number> = {
  responses: 0.78,
  continuations: 0.5,
  grading: 0.34,
  update: 0.2,
  other: 0.08,
};
const LEAST_LABEL_PX = 34;
const LIFT = 5;

/** Seconds by phase end to end, and below each bar the total: seeds, mean and interval. */
export function PhasesChart({ model }: { model: CostModel }) {
  const chart = preparePhases(model);
  const height = chart.rows.length * ROW + 44;
  return (
    <ChartFigure
      title="Seconds by phase"
      height={Math.max(80, height)}
      empty={chart.rows.length === 0}
      legend={COST_PHASES.map((phase) => ({
        label: `${PHASE_TITLES[phase]} (shade ${COST_PHASES.indexOf(phase) + 1} from the left)`,
        colour: `color-mix(in srgb, black ${100 * SHADE[phase]}%, white)`,
        dash: "",
      }))}
      csv={() => phasesCsv(chart)}
      draw={(width) => <Drawing chart={chart} width={width} height={height} />}
    >
      <ul className="mb-1 flex flex-wrap gap-x-4 gap-y-1">
        {COST_PHASES.map((phase) => (
          <li key={phase} className="inline-flex items-center gap-1.5">
            <span
              aria-hidden
              className="size-3 border border-line-strong"
              style={{ background: `color-mix(in srgb, var(--ink) ${100 * SHADE[phase]}%, var(--surface))` }}
            />
            {PHASE_TITLES[phase]}
          </li>
        ))}
      </ul>
      Bars: mean of each phase over finished seeds, in this order from the left. Below a bar its total active
      time: one mark a seed, line = mean, whisker = 95% t interval over seeds (an arrow where it goes on below
      0). Sums over all train steps, those run again after a resume included; probe and evaluation are not in
      it. Seconds depend on what else the hosts ran meanwhile; tokens do not.
    </ChartFigure>
  );
}

function Drawing({ chart, width, height }: { chart: Phases; width: number; height: number }) {
  const frame: Frame = { left: 8, right: width - 12, top: 0, bottom: height - 38 };
  return (
    <ChartSvg width={width} height={height} label="Seconds by phase">
      <SvgAxes frame={frame} x={chart.axis} y={null} xTitle="active time [s], mean over finished seeds" />
      {chart.rows.map((row, i) => (
        <Row key={row.arm.key} row={row} top={i * ROW} frame={frame} axis={chart.axis} />
      ))}
    </ChartSvg>
  );
}

interface RowProps {
  row: PhaseRow;
  top: number;
  frame: Frame;
  axis: Phases["axis"];
}

function Row({ row, top, frame, axis }: RowProps) {
  const at = (seconds: number) => frameX(frame, axis, seconds);
  const n = row.dots.length;
  const mark = markOf(armMarkOf(row.arm).position);
  const { mean } = row.total;
  return (
    <g>
      <path d={mark.path} fill={mark.colour} transform={`translate(${frame.left} ${top + 3}) scale(.8)`} />
      <text x={frame.left + 14} y={top + 12} fontSize={12} fill={colours.ink}>
        {row.arm.name}
        <tspan fill={colours.axis} fontSize={11} dx={6}>
          n = {n}
          {mean === null ? "" : `, ${n === 1 ? "" : "mean "}${formatValue(mean, 3)} s`}
        </tspan>
      </text>
      {row.segments.map(({ phase, from, to, title }) => {
        const wide = at(to) - at(from);
        return (
          <g key={phase}>
            <title>{title}</title>
            <rect x={at(from)} y={top + 17} width={Math.max(0.5, wide)} height={BAR} fill={colours.surface} />
            <rect
              x={at(from)}
              y={top + 17}
              width={Math.max(0.5, wide)}
              height={BAR}
              fill={colours.ink}
              fillOpacity={SHADE[phase]}
              stroke={colours.surface}
              strokeWidth={1}
            />
            {wide >= LEAST_LABEL_PX ? (
              <text
                x={(at(from) + at(to)) / 2}
                y={top + 17 + BAR - 4.5}
                fontSize={10}
                textAnchor="middle"
                fill={SHADE[phase] > 0.4 ? colours.surface : colours.ink}
              >
                {formatValue(to - from, 3)}
              </text>
            ) : null}
          </g>
        );
      })}
      <Total row={row} y={top + 17 + BAR + 8} at={at} />
    </g>
  );
}

/** Mean, interval and seeds of the total, below its bar. */
function Total({ row, y, at }: { row: PhaseRow; y: number; at: (seconds: number) => number }) {
  const { total, dots, arm } = row;
  const mark = markOf(armMarkOf(arm).position);
  const muted = dots.length < 3;
  const ink = muted ? colours.axis : colours.text;
  return (
    <g>
      {total.lo !== null && total.hi !== null ? (
        <path d={whisker(Math.max(0, total.lo), total.hi, total.lo < 0, y, at)} stroke={ink} fill="none" />
      ) : null}
      {total.mean === null || dots.length < 2 ? null : (
        <path d={`M${at(total.mean)} ${y - 6}v12`} stroke={ink} strokeWidth={2} />
      )}
      {dots.map(({ seed, seconds, lift }) => (
        <g key={seed} transform={`translate(${at(seconds) - 4.2} ${y - 4.2 + LIFT * lift}) scale(.7)`}>
          <title>{`${arm.name}, seed ${seed}: ${formatValue(seconds, 4)} s`}</title>
          <path
            d={mark.path}
            fill={mark.colour}
            stroke={colours.surface}
            strokeWidth={0.8}
            fillRule="evenodd"
          />
        </g>
      ))}
    </g>
  );
}

/** A whisker with a bar at each end; an arrow where it goes on below 0, where no time can be. */
function whisker(lo: number, hi: number, cut: boolean, y: number, at: (seconds: number) => number): string {
  const start = cut ? `M${at(lo) + 4} ${y - 3}l-4 3l4 3` : `M${at(lo)} ${y - 3}v6`;
  return `M${at(lo)} ${y}H${at(hi)}${start}M${at(hi)} ${y - 3}v6`;
}

function phasesCsv({ rows }: Phases): string {
  const head = [
    "arm",
    "n",
    ...COST_PHASES.map((phase) => `${phase}_s`),
    "total_s",
    "total_t95_lo",
    "total_t95_hi",
  ];
  const lines = rows.map(({ arm, segments, total, dots }) => [
    arm.name,
    String(dots.length),
    ...COST_PHASES.map((phase) => {
      const found = segments.find((segment) => segment.phase === phase);
      return found ? String(found.to - found.from) : "0";
    }),
    ...[total.mean, total.lo, total.hi].map((value) => (value === null ? "" : String(value))),
  ]);
  return `${csvOf([head, ...lines])}\r\n`;
}
