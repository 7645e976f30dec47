import { parseAsInteger } from "nuqs/server";

/** Zoom of the system charts, in milliseconds since the run began. */
export const SYSTEM_STATE = { from: parseAsInteger, to: parseAsInteger } as const;

/** Marks a chart asks for: it is as wide as the page. */
const BUCKETS = 400;

/** Query of a run's samples as the page asks for them. */
export function systemParams({ from, to }: { from: number | null; to: number | null }): URLSearchParams {
  const params = new URLSearchParams({ buckets: String(BUCKETS) });
  if (from !== null) params.set("from", String(from));
  if (to !== null) params.set("to", String(to));
  return params;
}
