import type { ReactNode } from "react";
import { CHART } from "@/components/charts/theme";
import { type Axis, positionOn } from "@/components/charts/ticks";

/** Part of a drawing that holds marks, in px. */
export interface PlotBox {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Room below a plot for tick labels and the axis title. */
const AXIS_HEIGHT = 34;

/** Where a share 0..1 of the axis lies in the box. */
export const acrossBox = (box: PlotBox, at: number) => box.left + at * (box.right - box.left);

/** Grid lines, tick labels and title of a horizontal axis. */
function FigureAxis({
  axis,
  box,
  format,
  title,
}: {
  axis: Axis;
  box: PlotBox;
  format: (value: number) => string;
  title: string;
}) {
  return (
    <g fontSize={10} fill={CHART.colours.axis}>
      {axis.ticks.map((tick) => {
        const x = acrossBox(box, positionOn(axis, tick));
        return (
          <g key={tick}>
            <line x1={x} x2={x} y1={box.top} y2={box.bottom} stroke={CHART.colours.grid} />
            <text x={x} y={box.bottom + 13} textAnchor="middle">
              {format(tick)}
            </text>
          </g>
        );
      })}
      <text x={(box.left + box.right) / 2} y={box.bottom + 28} textAnchor="middle">
        {title}
      </text>
    </g>
  );
}

interface RowsProps {
  title: string;
  width: number;
  /** Height of a row and how many there are. */
  row: number;
  rows: number;
  /** Room left and right of the plot, for names and numbers. */
  names: number;
  numbers: number;
  axis: Axis;
  format: (value: number) => string;
  axisTitle: string;
  /** The plot lies between names and numbers, `behind` under its grid. */
  behind?: (box: PlotBox) => ReactNode;
  children: (box: PlotBox) => ReactNode;
}

/** A drawing of rows over one horizontal axis: names at the left, marks in the plot, numbers at the right. */
export function RowsFigure(props: RowsProps) {
  const { title, width, row, rows, names, numbers, axis, format, axisTitle, behind, children } = props;
  const height = rows * row;
  const whole = height + AXIS_HEIGHT;
  const box: PlotBox = { left: names + 8, right: width - numbers - 10, top: 0, bottom: height };
  return (
    <svg role="img" aria-label={title} width={width} height={whole} viewBox={`0 0 ${width} ${whole}`}>
      {behind?.(box)}
      <FigureAxis axis={axis} box={box} format={format} title={axisTitle} />
      {children(box)}
    </svg>
  );
}

/** A text that keeps to a width: cut with an ellipsis, whole on hover. Widths of letters are estimated. */
export function FigureText({
  text,
  width,
  size = 11,
  ...rest
}: { text: string; width: number; size?: number } & Omit<React.SVGProps<SVGTextElement>, "width">) {
  const most = Math.max(4, Math.floor(width / (size * 0.5)));
  const shown = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return (
    <text fontSize={size} {...rest}>
      {shown === text ? null : <title>{text}</title>}
      {shown}
    </text>
  );
}
