import type { Queryable } from "@/db/client";
import { selectAgentLog, selectLogEvents } from "@/db/queries/host-records";
import { findHost } from "@/db/queries/hosts";
import { containing } from "@/db/queries/like";
import type { HostLog, HostLogQuery } from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";

/**
 * A page of the log of a host's agent.
 * @throws AppError `not-found` if there is no such host
 */
export async function readAgentLog(db: Queryable, hostId: string, query: HostLogQuery): Promise<HostLog> {
  if (!(await findHost(db, hostId))) throw notFound("host", hostId);
  const { limit, q, after, before, event } = query;
  const [rows, events] = await Promise.all([
    // One more than asked: whether there is more.
    selectAgentLog(db, hostId, {
      ...{ after, before, event, limit: limit + 1 },
      pattern: q === "" ? "" : containing(q),
    }),
    selectLogEvents(db, hostId),
  ]);
  const page = rows.slice(0, limit);
  const lines = (after === undefined ? page.reverse() : page).map(({ id, at, event: name, fields }) => ({
    ...{ id, at: at.toISOString(), event: name, fields },
  }));
  return { lines, more: rows.length > limit, events };
}
