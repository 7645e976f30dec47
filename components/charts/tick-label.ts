import { formatCompact } from "@/lib/format/number";

/** A round axis value in as few characters as it takes: 0.25, −3, 12.5k, 1e-4. */
export function tickLabel(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const minus = value < 0 ? "−" : "";
  if (size >= 1e12) return `${minus}${Number(size.toPrecision(3)).toExponential().replace("e+", "e")}`;
  if (size >= 10_000) return `${minus}${trimmed(formatCompact(size))}`;
  if (size < 1e-3) return `${minus}${Number(size.toPrecision(3)).toExponential()}`;
  return `${minus}${Number(size.toPrecision(6))}`;
}

/** 20.0k says no more than 20k; zeros before the point are part of the number. */
function trimmed(text: string): string {
  return text.replace(/(\.\d*?)0+(?=[kMB]$)/, "$1").replace(/\.(?=[kMB]$)/, "");
}
