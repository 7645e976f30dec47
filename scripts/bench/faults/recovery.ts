import { setTimeout as sleep } from "node:timers/promises";
import type { DbHandle } from "@/db/client";
import type { World } from "./world";

const LIMIT_MS = 240_000;
const LOOK_EVERY_MS = 100;

interface Heard {
  /** Attempts that are running, with how many records of each are stored. */
  running: Map<string, number>;
  /** When the host was heard of, in the server's words. */
  host: string;
}

async function hear({ sql }: DbHandle): Promise<Heard> {
  const rows = await sql<{ id: string; n: number }[]>`
    select a.id, coalesce((select sum(upper(r) - lower(r)) from streams s, unnest(s.received) as r
      where s.attempt_id = a.id), 0)::int as n
    from attempts a where a.ended_at is null and a.superseded_at is null and a.started_at is not null`;
  const [host] = await sql<{ seen: string | null }[]>`select max(last_seen_at)::text as seen from hosts`;
  return { running: new Map(rows.map(({ id, n }) => [id, n])), host: host?.seen ?? "" };
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
    const waiting = [...before.running].filter(([id, n]) => {
      const records = now.running.get(id);
      return records !== undefined && (world.killed.has(id) || records <= n);
    });
    if (now.host !== before.host && waiting.length === 0)
      return { seconds: (performance.now() - since) / 1000, last };
    last = [...waiting.map(([id]) => id), ...(now.host === before.host ? ["host"] : [])].join(", ");
    await sleep(LOOK_EVERY_MS);
  }
  return { seconds: null, last };
}
