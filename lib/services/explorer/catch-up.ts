import type { Db } from "@/db/client";
import { selectTracesToCatchUp } from "@/db/queries/trace-facts-read";
import { FACTS_VERSION, keepFacts } from "./keep-facts";

/** Traces in one transaction: short, so that a trainer's own batches never wait for long. */
const TURN = 250;

/**
 * Makes the facts of traces that were stored before there were any, or by older rules. Can be broken off and started
 * again at any time. @returns how many traces it caught up with
 */
export async function catchUp(db: Db): Promise<number> {
  let after = "";
  let done = 0;
  for (;;) {
    const next = await selectTracesToCatchUp(db, FACTS_VERSION, after, TURN);
    const last = next.at(-1);
    if (!last) return done;
    const due = next.flatMap(({ id, isDue }) => (isDue ? [id] : []));
    if (due.length > 0) await db.transaction((tx) => keepFacts(tx, due));
    done += due.length;
    after = last.id;
  }
}
