import type { Queryable } from "@/db/client";
import { LINE_CUT, selectHistory, selectLogLines } from "@/db/queries/run-detail-log";
import type { RunHistory, RunLog, RunLogLine, RunLogQuery } from "@/lib/contracts/run-detail";
import { unescapeText } from "@/lib/domain/stored-text";
import { readBody } from "./stored-body";

type Selected = Awaited<ReturnType<typeof selectLogLines>>[number];

function toLine(row: Selected, whole: boolean): RunLogLine {
  const { textEscaped, at, ...line } = row;
  if (!textEscaped) return { ...line, at: at.toISOString() };
  const text = unescapeText(row.text);
  return { ...line, at: at.toISOString(), text: whole ? text : text.slice(0, LINE_CUT), length: text.length };
}

/** A page of a run's log in order of arrival: its end, or what lies before or after a line. */
export async function readLog(db: Queryable, runId: string, query: RunLogQuery): Promise<RunLog> {
  const rows = await selectLogLines(db, runId, query);
  const more = rows.length > query.limit;
  const lines = rows.slice(0, query.limit).map((row) => toLine(row, query.whole === "true"));
  return { lines: query.after === undefined ? lines.reverse() : lines, more };
}

/** A page of what happened to a run, newest first: status changes, phases, artifacts, refused batches, unknown kinds. */
export async function readHistory(
  db: Queryable,
  runId: string,
  page: { before?: number | undefined; limit: number },
): Promise<RunHistory> {
  const rows = await selectHistory(db, runId, page);
  const events = rows.slice(0, page.limit).map(({ event, attemptNumber, jobKind }) => ({
    id: event.id,
    type: event.textEscaped ? unescapeText(event.type) : event.type,
    at: event.at.toISOString(),
    jobId: event.jobId,
    jobKind,
    attemptNumber,
    body: readBody(event.body, event.textEscaped),
  }));
  return { events, more: rows.length > page.limit };
}
