import { CHART } from "./theme";
import { tickLabel } from "./tick-label";
import { type Axis, positionOn } from "./ticks";

const { colours, fontSize } = CHART;

/** Where the plot lies in its SVG, px. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Pixels from the left of the SVG. */
export const frameX = ({ left, right }: Frame, axis: Pick<Axis, "lo" | "hi">, x: number) =>
  left + positionOn(axis, x) * (right - left);
/** Pixels from the top of the SVG. */
export const frameY = ({ top, bottom }: Frame, axis: Pick<Axis, "lo" | "hi">, y: number) =>
  bottom - positionOn(axis, y) * (bottom - top);

interface Props {
  frame: Frame;
  x: Axis;
  y: Axis | null;
  xTitle: string;
  yTitle?: string;
  /** Pixels below the plot at which the title of x stands. */
  titleDrop?: number;
  formatX?: (value: number) => string;
  formatY?: (value: number) => string;
}

/** Grid, ticks and titles of a chart that is drawn by hand; `y` null leaves rows to name themselves. */
export function SvgAxes(props: Props) {
  const { frame, x, y, xTitle, yTitle, titleDrop = 29, formatX = tickLabel, formatY = tickLabel } = props;
  const { left, right, top, bottom } = frame;
  return (
    <g fontSize={fontSize} fill={colours.axis}>
      {y?.ticks.map((tick) => (
        <g key={tick}>
          <path d={`M${left} ${frameY(frame, y, tick).toFixed(1)}H${right}`} stroke={colours.grid} />
          <text x={left - 6} y={frameY(frame, y, tick) + 4} textAnchor="end">
            {formatY(tick)}
          </text>
        </g>
      ))}
      <path d={`M${left} ${bottom}H${right}`} stroke={colours.zero} />
      {x.ticks.map((tick) => (
        <g key={tick}>
          {y ? null : (
            <path d={`M${frameX(frame, x, tick).toFixed(1)} ${top}V${bottom}`} stroke={colours.grid} />
          )}
          <text x={frameX(frame, x, tick)} y={bottom + 14} textAnchor="middle">
            {formatX(tick)}
          </text>
        </g>
      ))}
      <text x={(left + right) / 2} y={bottom + titleDrop} textAnchor="middle">
        {xTitle}
      </text>
      {yTitle ? (
        <text transform={`translate(11 ${(top + bottom) / 2}) rotate(-90)`} textAnchor="middle">
          {yTitle}
        </text>
      ) : null}
    </g>
  );
}
