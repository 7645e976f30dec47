/** As many as one selection may name (lib/contracts/trace-selection.ts). */
export const MOST_CHOSEN = 500;
/** Side by side more than these cannot be read. */
export const MOST_SIDE_BY_SIDE = 6;

/** The chosen ids with one added or taken away; a full set takes no more. */
export function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id) && next.size < MOST_CHOSEN) next.add(id);
  return next;
}

/** The chosen ids with a whole stretch of rows added, as far as there is room. */
export function withStretch(chosen: ReadonlySet<string>, ids: readonly string[]): ReadonlySet<string> {
  const next = new Set(chosen);
  for (const id of ids) if (next.size < MOST_CHOSEN) next.add(id);
  return next;
}
