import type { Axis } from "./ticks";
import { positionOn } from "./ticks";

const percentAt = (at: number) => `${at * 100}%`;

/** Vertical grid lines and their labels below, in percent of the parent's width; the parent is `relative`. */
export function AxisTicks({
  axis,
  format,
  title,
}: {
  axis: Axis;
  format: (value: number) => string;
  title: string;
}) {
  return (
    <div className="relative h-9 text-2xs text-ink-3" aria-hidden>
      {axis.ticks.map((tick) => (
        <span
          key={tick}
          className="absolute top-1 -translate-x-1/2 whitespace-nowrap"
          style={{ left: percentAt(positionOn(axis, tick)) }}
        >
          {format(tick)}
        </span>
      ))}
      <span className="absolute inset-x-0 bottom-0 whitespace-nowrap text-center">{title}</span>
    </div>
  );
}

/** Grid lines behind a row. */
export function AxisGrid({ axis }: { axis: Axis }) {
  return (
    <>
      {axis.ticks.map((tick) => (
        <span
          key={tick}
          aria-hidden
          className="absolute inset-y-0 w-px bg-line"
          style={{ left: percentAt(positionOn(axis, tick)) }}
        />
      ))}
    </>
  );
}
