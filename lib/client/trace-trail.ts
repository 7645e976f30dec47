import { z } from "zod";

const KEY = "stepwell.trace-trail";
/** So many ids fit a session's storage with room to spare; a reader does not walk further. */
const MOST = 5_000;

const traceTrail = z.strictObject({
  /** What the list is, for a link back: "Explorer". */
  title: z.string(),
  /** Its address with its filters. */
  href: z.string(),
  /** Its traces in the order in which they stand. */
  ids: z.array(z.string()),
});
/** The list of traces that a reader came from. */
export type TraceTrail = z.infer<typeof traceTrail>;

/** At most `most` ids around the one that is opened. */
export function around(ids: readonly string[], opened: string, most = MOST): string[] {
  const at = Math.max(0, ids.indexOf(opened));
  const from = Math.max(0, Math.min(at - Math.floor(most / 2), ids.length - most));
  return ids.slice(from, from + most);
}

/** Remembers, for this tab, the list from which a trace is opened, so that h and l walk it on the trace's page. */
export function keepTrail(trail: TraceTrail, opened: string): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...trail, ids: around(trail.ids, opened) }));
  } catch {
    // A browser without storage: the trace opens all the same, without neighbours.
  }
}

/** The remembered list if this trace stands in it, else null. */
export function readTrail(id: string): TraceTrail | null {
  try {
    const trail = traceTrail.parse(JSON.parse(sessionStorage.getItem(KEY) ?? "null"));
    return trail.ids.includes(id) ? trail : null;
  } catch {
    return null;
  }
}
