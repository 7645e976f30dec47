import { setTimeout as sleep } from "node:timers/promises";
import type { DbHandle } from "@/db/client";
import type { World } from "./world";

const LIMIT_MS = 240_000;
const LOOK_EVERY_MS = 100;

interface Heard {
  /** Attempts that have not ended, with how many records of each are stored and whether they had begun. */
  open: Map<string, { records: number; started: boolean }>;
  /** When the host was heard of, in the server's words. */
  host: string;
}

async function hear({ sql }: DbHandle): Promise<Heard> {
  const rows = await sql<{ id: string; records: number; started: boolean }[]>`
    select a.id, a.started_at is not null as started, coalesce((select sum(upper(r) - lower(r)) from streams s, unnest(s.received) as r
      where s.attempt_id = a.id), 0)::int as records
    from attempts a where a.ended_at is null and a.superseded_at is null`;
  const [host] = await sql<{ seen: string | null }[]>`select max(last_seen_at)::text as seen from hosts`;
  return { open: new Map(rows.map((row) => [row.id, row])), host: host?.seen ?? "" };
}

/** How long it took, and what came last: the host, or attempts. `seconds` null: it did not come within four minutes. */
export interface Recovery {
  seconds: number | null;
  last: string;
}

/**
 * Waits until a world has recovered from a fault that is over now: its host reports again, and of every attempt that was
 * running either a new record is stored or the end is known; of one whose process was killed, the end.
 */
export async function recovered(world: World): Promise<Recovery> {
  let last = "";
  const since = performance.now();
  const before = await world.store.ask(hear);
  while (performance.now() - since < LIMIT_MS) {
    const now = await world.store.ask(hear);
    const waiting = [...before.open].filter(([id, was]) => {
      const is = now.open.get(id);
      return is && (world.killed.has(id) || (was.started && is.records <= was.records));
    });
    if (now.host !== before.host && waiting.length === 0)
      return { seconds: (performance.now() - since) / 1000, last };
    last = [...waiting.map(([id]) => id), ...(now.host === before.host ? ["host"] : [])].join(", ");
    await sleep(LOOK_EVERY_MS);
  }
  return { seconds: null, last };
}
