import { formatCompact } from "@/lib/format/number";

interface Props {
  of: { mean: number | null; lo: number | null; hi: number | null };
  format?: (value: number) => string;
}

/** Mean over finished seeds of something that is counted or timed, its t interval below; the unit is in the head. */
export function Estimate({ of: { mean, lo, hi }, format = formatCompact }: Props) {
  if (mean === null) return <span className="text-ink-3">not yet</span>;
  // No amount is negative: a mean of 0 is 0 in every seed, and no interval is to be put around it.
  if (mean === 0) return <span className="text-ink-3">{format(0)}</span>;
  return (
    <>
      {format(mean)}
      <span className="block text-2xs text-ink-3">
        {lo === null || hi === null ? "no interval" : `[${format(lo)}, ${format(hi)}]`}
      </span>
    </>
  );
}
