import type { ReviewEstimate } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";

const two = (value: number) => value.toFixed(2).replace("-", "−");

/** "0.71 [0.58, 0.82]": an estimate with its interval, where there is one. */
export function estimateInWords({ value, interval }: ReviewEstimate): string {
  if (value === null) return "cannot be told";
  return interval ? `${two(value)} [${two(interval.lo)}, ${two(interval.hi)}]` : two(value);
}

/** An estimate with its interval and what it was counted over. */
export function EstimateText({
  estimate,
  unit = "steps",
}: {
  estimate: ReviewEstimate;
  unit?: string | undefined;
}) {
  const { n, traces } = estimate;
  return (
    <span className="whitespace-nowrap">
      {estimateInWords(estimate)}{" "}
      <span className="text-ink-3 text-xs">
        n = {formatCount(n)}
        {unit === "traces" ? "" : ` in ${formatCount(traces)}`} traces
      </span>
    </span>
  );
}
