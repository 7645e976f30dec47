import type { Queryable } from "@/db/client";
import type { OpenStream } from "@/db/queries/streams";

/** One batch on its way in: the transaction, the locked stream, and what the batch changes beyond its own rows. */
export interface IngestContext {
  tx: Queryable;
  stream: OpenStream;
}

/** As {@link IngestContext} where the job belongs to a run: what traces, metrics and evaluations need. */
export interface RunContext extends IngestContext {
  owner: { runId: string; jobId: string; attemptId: string };
}
