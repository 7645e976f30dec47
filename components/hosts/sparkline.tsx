const WIDTH = 60;
const HEIGHT = 14;

/** A run of values as one path per unbroken stretch; null breaks it. Exported for tests. */
export function sparkPath(values: readonly (number | null)[], most: number): string {
  const step = WIDTH / Math.max(1, values.length - 1);
  let path = "";
  let drawing = false;
  values.forEach((value, i) => {
    if (value === null) {
      drawing = false;
      return;
    }
    const y = HEIGHT - 1 - (Math.min(most, Math.max(0, value)) / most) * (HEIGHT - 2);
    path += `${drawing ? "L" : "M"}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
    // A value between two holes would be invisible.
    if (!drawing && (values[i + 1] ?? null) === null) path += "h1.5";
    drawing = true;
  });
  return path;
}

/** The last hour of a value in a table's cell, from 0 to `most`; what it says stands in `label`. */
export function Sparkline({
  values,
  most,
  label,
}: {
  values: readonly (number | null)[];
  most: number;
  label: string;
}) {
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="shrink-0 text-accent"
    >
      <title>{label}</title>
      <path d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} stroke="var(--line)" />
      <path d={sparkPath(values, most)} fill="none" stroke="currentColor" strokeWidth="1.25" />
    </svg>
  );
}
