"use client";

import type { ReactNode } from "react";
import { composeSvg } from "./compose-svg";
import { withoutVariables } from "./export-chart";
import { PLOT, xToPixel, yToPixel } from "./plot-area";
import { powerCsv } from "./power-csv";
import { type PowerInput, type PowerLine, type PowerMarks, preparePower } from "./prepare-power";
import { TakeAlongMenu } from "./take-along-menu";
import { CHART, resolveColours } from "./theme";
import { tickLabel } from "./tick-label";
import { useWidth } from "./use-width";

interface Props extends PowerInput {
  title: string;
  x: { title: string; unit?: string };
  caption?: ReactNode;
}

const axisTitle = ({ title, unit }: Props["x"]) => (unit ? `${title} [${unit}]` : title);

/** Power against seeds or against an effect, with the power asked for and the seeds at hand marked. */
export function PowerChart({ title, x, caption, ...input }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const marks = preparePower(input, Math.max(width, 240));
  return (
    <figure className="min-w-0">
      <div className="flex items-start justify-between gap-2">
        <figcaption className="text-xs">
          <span className="font-medium text-ink">{title}</span>
          <Legend lines={input.lines} />
        </figcaption>
        <TakeAlongMenu
          title={title}
          empty={marks.empty}
          svg={(figure) => svgOf(figure, title, input.lines)}
          csv={() => powerCsv(input.lines, axisTitle(x))}
        />
      </div>
      <div ref={ref} style={{ height: PLOT.height }}>
        {width > 0 ? <Drawing marks={marks} width={width} title={title} xTitle={axisTitle(x)} /> : null}
      </div>
      {caption ? <p className="mt-1 text-ink-3 text-xs">{caption}</p> : null}
    </figure>
  );
}

function svgOf(figure: HTMLElement, title: string, lines: readonly PowerLine[]): string {
  const drawn = figure.querySelector<SVGSVGElement>("svg[data-chart]");
  if (!drawn) throw new Error("there is no chart to take along yet");
  const { ink, surface } = resolveColours(figure);
  const legend = lines.map(({ label, dash = "" }) => ({ label, dash, colour: ink }));
  const [width, height] = [drawn.width.baseVal.value, drawn.height.baseVal.value];
  return withoutVariables(
    composeSvg({ title, inner: drawn.innerHTML, width, height, legend, ink, surface }),
    figure,
  );
}

function Legend({ lines }: { lines: readonly PowerLine[] }) {
  return (
    <span className="mt-0.5 flex flex-wrap gap-x-4 gap-y-0.5 text-ink-2">
      {lines.map((line) => (
        <span key={line.key} className="inline-flex items-center gap-1.5">
          <svg aria-hidden width={22} height={8}>
            <path d="M0 4h22" stroke={CHART.colours.ink} strokeWidth={1.75} strokeDasharray={line.dash} />
          </svg>
          {line.label}
        </span>
      ))}
    </span>
  );
}

function Drawing(props: { marks: PowerMarks; width: number; title: string; xTitle: string }) {
  const { marks, width, title, xTitle } = props;
  const bottom = PLOT.height - PLOT.bottom;
  return (
    <svg data-chart role="img" aria-label={title} width={width} height={PLOT.height}>
      {/* Type and colour stand inside: what is taken along is the drawing without its <svg>. */}
      <g fontSize={CHART.fontSize} fill={CHART.colours.text}>
        <PowerAxes marks={marks} width={width} xTitle={xTitle} />
        <path
          d={`M${PLOT.left} ${marks.level.y}H${width - PLOT.right}`}
          stroke={CHART.colours.zero}
          strokeDasharray="1 3"
        />
        {marks.marks.map((m) => (
          <g key={m.label}>
            <path d={`M${m.x} ${PLOT.top}V${bottom}`} stroke={CHART.colours.axis} strokeDasharray="4 3" />
          </g>
        ))}
        {marks.paths.map((p) => (
          <g key={p.key} fill="none" stroke={CHART.colours.ink} strokeWidth={1.75}>
            <path d={p.d} strokeDasharray={p.dash} strokeLinejoin="round" />
            <circle cx={p.end.x} cy={p.end.y} r={2} fill={CHART.colours.ink} stroke="none" />
          </g>
        ))}
        {/* Above the curves, with a halo: a low curve runs where the label stands. */}
        {marks.marks.map((m) => (
          <text
            key={m.label}
            x={m.x + (m.anchor === "end" ? -4 : 4)}
            y={bottom - 5}
            textAnchor={m.anchor}
            stroke={CHART.colours.surface}
            strokeWidth={4}
            strokeLinejoin="round"
            paintOrder="stroke"
          >
            {m.label}
          </text>
        ))}
      </g>
    </svg>
  );
}

function PowerAxes({ marks, width, xTitle }: { marks: PowerMarks; width: number; xTitle: string }) {
  const bottom = PLOT.height - PLOT.bottom;
  const middle = (PLOT.top + bottom) / 2;
  return (
    <g>
      {marks.y.ticks.map((tick) => {
        const y = yToPixel(marks.y, tick);
        return (
          <g key={tick}>
            <path d={`M${PLOT.left} ${y}H${width - PLOT.right}`} stroke={CHART.colours.grid} />
            <text x={PLOT.left - 6} y={y + 4} textAnchor="end">
              {Math.round(100 * tick)}
            </text>
          </g>
        );
      })}
      {marks.x.ticks.map((tick) => (
        <text key={tick} x={xToPixel(marks.x, width, tick)} y={bottom + 15} textAnchor="middle">
          {tickLabel(tick)}
        </text>
      ))}
      <text x={(PLOT.left + width - PLOT.right) / 2} y={PLOT.height - 3} textAnchor="middle">
        {xTitle}
      </text>
      <text transform={`translate(11 ${middle}) rotate(-90)`} textAnchor="middle">
        power [%]
      </text>
    </g>
  );
}
