import { PLOT, xToPixel } from "@/components/charts/plot-area";
import { CHART } from "@/components/charts/theme";
import type { ReplicatedPlot } from "./prepare-replicated";

const { colours } = CHART;
/** Narrower stretches have no room for their number; the thickness and the hover card still say it. */
const LEAST_LABEL_PX = 16;
const MOST_THICKNESS = 3.5;

interface Props {
  plot: ReplicatedPlot;
  width: number;
  /** Pixels from the top of the chart, and height of a row. */
  top: number;
  row: number;
}

/** n along the axis: one row an arm, as thick as the share of its seeds that have a value, with the number in it. */
export function CountStrip({ plot, width, top, row }: Props) {
  if (plot.curves.length === 0) return null;
  return (
    <g fontSize={8.5}>
      <text x={PLOT.left - 6} y={top + row / 2 + 3} textAnchor="end" fill={colours.axis} fontSize={10}>
        n
      </text>
      {plot.curves.map(({ key, look, counts, most }, i) => {
        const y = top + i * row + row / 2;
        return (
          <g key={key}>
            {counts.map(({ from, to, n }) => {
              const [left, right] = [xToPixel(plot.x, width, from), xToPixel(plot.x, width, to)];
              const thickness = Math.max(0.8, (MOST_THICKNESS * n) / Math.max(1, most));
              const labelled = right - left >= LEAST_LABEL_PX;
              return (
                <g key={from}>
                  <path
                    d={`M${left.toFixed(1)} ${y}H${Math.max(left + 0.5, right).toFixed(1)}`}
                    stroke={look.colour}
                    strokeOpacity={0.75}
                    strokeWidth={thickness}
                    strokeDasharray={n === 0 ? "1 3" : ""}
                    strokeLinecap="butt"
                  />
                  {labelled ? (
                    <text
                      x={left + 4}
                      y={y + 3}
                      fill={colours.ink}
                      stroke={colours.surface}
                      strokeWidth={2.5}
                      paintOrder="stroke"
                      fontWeight={600}
                    >
                      {n}
                    </text>
                  ) : null}
                </g>
              );
            })}
          </g>
        );
      })}
    </g>
  );
}
