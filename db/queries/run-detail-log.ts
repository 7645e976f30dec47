import { and, asc, desc, eq, gt, ilike, inArray, lt, type SQL, sql } from "drizzle-orm";
import { LOG_LEVELS, type RunLogQuery } from "@/lib/contracts/run-detail";
import type { Queryable } from "../client";
import { attempts, jobs, logLines, runEvents } from "../schema";
import { containing } from "./like";

/** Characters of a line that are sent unless all of it is asked for: a line may have 100,000. */
export const LINE_CUT = 4000;

function whereOf(runId: string, query: RunLogQuery): SQL | undefined {
  const levels = LOG_LEVELS.slice(LOG_LEVELS.indexOf(query.level));
  return and(
    eq(logLines.runId, runId),
    query.after === undefined ? undefined : gt(logLines.id, query.after),
    query.before === undefined ? undefined : lt(logLines.id, query.before),
    levels.length === LOG_LEVELS.length ? undefined : inArray(logLines.level, levels),
    query.source ? eq(logLines.source, query.source) : undefined,
    query.q === "" ? undefined : ilike(logLines.text, containing(query.q)),
  );
}

/**
 * Lines of a run's log, one more than `limit` if there are more. After `after`: oldest first; otherwise newest first.
 */
export function selectLogLines(db: Queryable, runId: string, query: RunLogQuery) {
  const text = query.whole === "true" ? sql<string>`${logLines.text}` : cutText();
  return db
    .select({
      id: logLines.id,
      at: logLines.at,
      level: logLines.level,
      source: logLines.source,
      text,
      length: sql<number>`length(${logLines.text})`,
      textEscaped: logLines.textEscaped,
      attemptNumber: attempts.number,
      jobKind: jobs.kind,
    })
    .from(logLines)
    .innerJoin(attempts, eq(attempts.id, logLines.attemptId))
    .innerJoin(jobs, eq(jobs.id, logLines.jobId))
    .where(whereOf(runId, query))
    .orderBy(query.after === undefined ? desc(logLines.id) : asc(logLines.id))
    .limit(query.limit + 1);
}

/** An escaped text is cut only after it is read back, or an escape could be cut in two; it is sent whole from here. */
function cutText() {
  return sql<string>`case when ${logLines.textEscaped} then ${logLines.text} else left(${logLines.text}, ${LINE_CUT}) end`;
}

/** Events of a run before an id, newest first, one more than `limit` if there are more. */
export function selectHistory(
  db: Queryable,
  runId: string,
  page: { before?: number | undefined; limit: number },
) {
  return db
    .select({ event: runEvents, attemptNumber: attempts.number, jobKind: jobs.kind })
    .from(runEvents)
    .innerJoin(jobs, eq(jobs.id, runEvents.jobId))
    .leftJoin(attempts, eq(attempts.id, runEvents.attemptId))
    .where(
      and(eq(runEvents.runId, runId), page.before === undefined ? undefined : lt(runEvents.id, page.before)),
    )
    .orderBy(desc(runEvents.id))
    .limit(page.limit + 1);
}
