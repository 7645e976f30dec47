import type { RunLogLine } from "@/lib/contracts";

/** Lines that are kept in the page: older ones are read again when someone scrolls back to them. */
export const MOST_LINES = 20_000;

/** Lines of two pages in the order of their ids, each once; the newest are kept where there are too many. */
export function mergeLines(known: readonly RunLogLine[], found: readonly RunLogLine[]): RunLogLine[] {
  if (found.length === 0) return [...known];
  const last = known.at(-1)?.id ?? -1;
  const first = found[0]?.id ?? 0;
  if (first > last) return [...known, ...found].slice(-MOST_LINES);
  const byId = new Map([...known, ...found].map((line) => [line.id, line]));
  return [...byId.values()].sort((a, b) => a.id - b.id).slice(-MOST_LINES);
}
