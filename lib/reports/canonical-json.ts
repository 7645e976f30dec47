/** JSON in one spelling: keys sorted by code unit, no blanks, absent values left out. What sums are taken of. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const pairs = Object.entries(value).filter(([, inner]) => inner !== undefined);
  // The default order of sort() is by code unit, the same everywhere; localeCompare is not.
  const sorted = pairs.map(([key]) => key).sort();
  const of = new Map(pairs);
  return `{${sorted.map((key) => `${JSON.stringify(key)}:${canonicalJson(of.get(key))}`).join(",")}}`;
}
