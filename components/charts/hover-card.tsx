import type { CardRow } from "./describe-mark";
import { LineSwatch } from "./line-swatch";

/** Exact values under the cursor. It keeps to the side of the plot that the cursor is not on. */
export function HoverCard({
  title,
  rows,
  side,
}: {
  title: string;
  rows: readonly CardRow[];
  side: "left" | "right";
}) {
  return (
    <div
      className="pointer-events-none absolute top-1 z-20 max-w-[min(20rem,92%)] rounded-md border bg-surface px-2.5 py-1.5 text-xs shadow-pop"
      style={side === "left" ? { left: 52 } : { right: 12 }}
    >
      <p className="font-medium text-ink">{title}</p>
      <ul className="mt-0.5 flex flex-col gap-0.5">
        {rows.map((row) => (
          <li key={row.key}>
            <span className="flex items-center gap-1.5">
              <LineSwatch colour={row.colour} dash={row.dash} />
              <span className="min-w-0 flex-1 truncate text-ink-2">{row.label}</span>
              <span className="font-medium text-ink">{row.value}</span>
            </span>
            {row.detail ? <span className="block pl-6 text-2xs text-ink-3">{row.detail}</span> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
