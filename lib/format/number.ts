const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** A whole count with thousands separated: 12,345. */
export function formatCount(value: number): string {
  return Number.isFinite(value) ? grouped.format(value) : formatValue(value);
}

/** A large count in three digits: 987, 12.3k, 4.56M, 1.20B. */
export function formatCompact(value: number): string {
  if (!Number.isFinite(value)) return formatValue(value);
  const size = Math.abs(value);
  if (size < 1000) return String(Math.round(value));
  const [unit, letter] = size < 999_500 ? [1e3, "k"] : size < 999_500_000 ? [1e6, "M"] : [1e9, "B"];
  const scaled = value / unit;
  return `${scaled.toFixed(Math.abs(scaled) < 10 ? 2 : Math.abs(scaled) < 100 ? 1 : 0)}${letter}`;
}

/** Any measured value in `digits` significant digits; what is not finite is named and never hidden. */
export function formatValue(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text =
    size >= 1e6 || size < 1e-3
      ? value.toExponential(Math.max(0, digits - 2)).replace("e+", "e")
      : size >= 10 ** (digits - 1)
        ? grouped.format(value)
        : value.toPrecision(digits);
  return text.replace("-", "−").replace("e−", "e-");
}

/** A share as a percentage: 0.423 gives 42.3%. */
export function formatShare(value: number, decimals = 1): string {
  return Number.isFinite(value)
    ? `${(value * 100).toFixed(decimals).replace("-", "−")}%`
    : formatValue(value);
}

/** Bytes in binary units. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  const power = Math.min(units.length, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(1)} ${units[power - 1]}`;
}

/** "1 run", "3 runs". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
