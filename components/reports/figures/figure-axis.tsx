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
export const AXIS_HEIGHT = 34;

/** Where a share 0..1 of the axis lies in the box. */
export const acrossBox = (box: PlotBox, at: number) => box.left + at * (box.right - box.left);

/** Grid lines, tick labels and title of a horizontal axis. */
export function FigureAxis({
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
