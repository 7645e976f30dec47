import type { Queryable } from "@/db/client";
import {
  countReports,
  deleteReport,
  type ReportRow,
  selectReport,
  selectReports,
} from "@/db/queries/reports";
import type { ReportContent, ReportDocument, ReportsPage, ReportsQuery } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { digestOf } from "@/lib/reports/digest";
import { readReportContent, UnreadableReport } from "@/lib/reports/read-content";

/** A page of reports, the newest first. */
export async function listReports(db: Queryable, query: ReportsQuery): Promise<ReportsPage> {
  const [rows, total] = await Promise.all([selectReports(db, query), countReports(db, query.ablation)]);
  return {
    total,
    reports: rows.map(({ createdAt, ...row }) => ({ ...row, frozenAt: createdAt.toISOString() })),
  };
}

function documentOf(row: ReportRow): ReportDocument {
  const { id, ablationId, title, createdAt, codeVersion, contentSha256, content } = row;
  return { id, ablationId, title, frozenAt: createdAt.toISOString(), codeVersion, contentSha256, content };
}

/** A report as it is stored, for export. Throws `not-found`. */
export async function getReportDocument(db: Queryable, id: string): Promise<ReportDocument> {
  const row = await selectReport(db, id);
  if (!row) throw notFound("report", id);
  return documentOf(row);
}

export interface ReadReport {
  document: Omit<ReportDocument, "content">;
  content: ReportContent;
}

/**
 * A report, checked against the sum that was taken when it was frozen. Throws `not-found`, and `unreadable-report` where
 * its content was changed since or is of a newer version: such a report is never shown in part.
 */
export async function getReport(db: Queryable, id: string): Promise<ReadReport> {
  const { content: stored, ...document } = await getReportDocument(db, id);
  if (digestOf(stored) !== document.contentSha256)
    throw new AppError(
      "unreadable-report",
      `report ${id}: its content is not what was frozen (other sha256)`,
    );
  try {
    return { document, content: readReportContent(stored) };
  } catch (error) {
    if (!(error instanceof UnreadableReport)) throw error;
    throw new AppError("unreadable-report", `report ${id}: ${error.message}`, error);
  }
}

/** Throws `not-found`. */
export async function removeReport(db: Queryable, id: string): Promise<void> {
  if (!(await deleteReport(db, id))) throw notFound("report", id);
}
