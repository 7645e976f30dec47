import type { ReactNode } from "react";

interface Props {
  width: number;
  height: number;
  /** What the drawing says to those who do not see it. */
  label: string;
  children: ReactNode;
}

/** The canvas of a chart that is drawn by hand, px: `drawnSvg` finds it by `data-chart` when it is taken along. */
export function ChartSvg({ width, height, label, children }: Props) {
  return (
    <svg
      data-chart
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
    >
      {children}
    </svg>
  );
}
