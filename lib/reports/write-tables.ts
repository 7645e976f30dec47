import type { ReportContent, ReportDocument } from "@/lib/contracts/report";
import { conclude } from "./conclude";
import { resultsLatex } from "./latex";
import { sensitivityCsv } from "./sensitivity-tables";
import { resultsCsv } from "./tables";

/** The tables of a report, computed from its frozen facts, as CSV or LaTeX. */
export function writeTables(
  document: Pick<ReportDocument, "id" | "frozenAt" | "contentSha256">,
  content: ReportContent,
  format: "csv" | "latex",
): string {
  const { comparison } = conclude(content);
  if (format === "csv") {
    const parts = [resultsCsv(content.results, comparison)];
    if (content.sensitivity) parts.push(sensitivityCsv(content.sensitivity));
    return `${parts.filter((part) => part !== "").join("\r\n\r\n")}\r\n`;
  }
  const { id, frozenAt, contentSha256 } = document;
  const source = `Stepwell report ${id}, frozen ${frozenAt}, content sha256 ${contentSha256}`;
  return resultsLatex(content.results, comparison, { caption: content.name, source });
}
