import type { ReviewEstimate } from "@/lib/contracts";
import { plural } from "@/lib/format/number";

const two = (value: number) => value.toFixed(2).replace("-", "−");

/** "0.71 [0.58, 0.82]": an estimate with its interval, where there is one. */
export function estimateInWords({ value, interval }: ReviewEstimate): string {
  if (value === null) return "cannot be told";
  return interval ? `${two(value)} [${two(interval.lo)}, ${two(interval.hi)}]` : two(value);
}

interface Props {
  estimate: ReviewEstimate;
  /** What n counts. */
  unit?: "steps" | "traces";
  /** Sets n below: in narrow columns. */
  stacked?: boolean;
}

/** An estimate with its interval and what it was counted over. */
export function EstimateText({ estimate, unit = "steps", stacked = false }: Props) {
  const { n, traces } = estimate;
  const counted =
    unit === "traces" ? plural(n, "trace") : `${plural(n, "step")} in ${plural(traces, "trace")}`;
  return (
    <span className="whitespace-nowrap">
      {estimateInWords(estimate)}
      <span className={stacked ? "block text-ink-3 text-xs" : "ml-1.5 text-ink-3 text-xs"}>
        n = {counted}
      </span>
    </span>
  );
}
