import { cx } from "@/components/ui/cx";

interface Props {
  cursor: { column: number; row: number };
  /** One cell in CSS pixels. */
  size: { width: number; height: number };
  /** Of all cells. */
  width: number;
  lines: readonly string[];
}

/** The cell's outline and the card beside it; the card turns to the side that has room. */
export function HeatmapHover({ cursor, size, width, lines }: Props) {
  const left = cursor.column * size.width;
  const onTheLeft = left > width / 2;
  const [title, ...rest] = lines;
  return (
    <>
      <span
        aria-hidden
        className="pointer-events-none absolute border-2 border-ink outline outline-surface"
        style={{ left, top: cursor.row * size.height, width: size.width, height: size.height }}
      />
      <div
        aria-hidden
        className={cx(
          "pointer-events-none absolute z-30 w-max max-w-64 rounded-md border bg-surface px-2.5 py-2 text-ink-2 text-xs shadow-pop",
          onTheLeft && "-translate-x-full",
        )}
        style={{
          left: onTheLeft ? left - 8 : left + size.width + 8,
          top: (cursor.row + 1) * size.height + 4,
        }}
      >
        <p className="font-medium text-ink">{title}</p>
        {rest.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </>
  );
}
