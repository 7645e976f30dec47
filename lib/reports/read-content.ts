import { type ReportContent, reportContent } from "@/lib/contracts/report";

/** A stored or exported report that this version of Stepwell cannot read, and why. */
export class UnreadableReport extends Error {}

/** Newest version of the content that this code writes and reads. */
export const CONTENT_VERSION = 1;

/**
 * The content of a report, whatever version it was frozen in. Throws UnreadableReport in words where it is from a newer
 * Stepwell or damaged: a report is never shown with parts missing.
 */
export function readReportContent(stored: unknown): ReportContent {
  const version =
    typeof stored === "object" && stored !== null && "schemaVersion" in stored ? stored.schemaVersion : null;
  if (typeof version !== "number")
    throw new UnreadableReport("this is no report: its content has no schemaVersion");
  if (version > CONTENT_VERSION)
    throw new UnreadableReport(
      `it was frozen by a newer Stepwell (content version ${version}; this one reads up to ${CONTENT_VERSION})`,
    );
  const parsed = reportContent.safeParse(stored);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue && issue.path.length > 0 ? issue.path.join(".") : "the content";
  throw new UnreadableReport(`its content is damaged at ${where}: ${issue?.message ?? "not as frozen"}`);
}
