import { markOf } from "@/components/ui/arm-chip";

/** An arm's mark inside a drawing, centred at (x, y); hollow where the numbers are imported. */
export function ArmGlyph({
  x,
  y,
  position,
  hollow = false,
  size = 10,
  title,
}: {
  x: number;
  y: number;
  position: number | null;
  hollow?: boolean;
  size?: number;
  title?: string;
}) {
  const { path, colour } = markOf(position);
  const scale = size / 12;
  const paint = hollow
    ? { fill: "var(--surface)", stroke: colour, strokeWidth: 1.6 }
    : { fill: colour, fillOpacity: 0.85 };
  return (
    <g transform={`translate(${x - size / 2} ${y - size / 2}) scale(${scale})`}>
      {title ? <title>{title}</title> : null}
      <path d={path} fillRule="evenodd" {...paint} />
    </g>
  );
}
