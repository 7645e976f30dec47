import { readFileSync } from "node:fs";
import { type ReportDocument, reportDocument } from "@/lib/contracts/report";
import { STATISTICS_VERSION } from "@/lib/reports/conclude";
import { digestOf } from "@/lib/reports/digest";
import { readReportContent, UnreadableReport } from "@/lib/reports/read-content";
import { verifyReport } from "@/lib/reports/verify";
import { writeTables } from "@/lib/reports/write-tables";

const USAGE = `npm run report -- FILE.json [--latex | --csv]
  computes the conclusions of an exported report again from its frozen facts, without a server or a database, and says
  whether they are what they were; --latex and --csv write its tables to standard output instead.
  Exit status: 0 the same conclusions, 1 they differ, 2 the file could not be used.`;

/** What a command ends with. */
export interface CommandEnd {
  status: number;
  out: string;
  error: string;
}

/** The exported report, its sum checked. Throws UnreadableReport in words. */
function readDocument(file: string): ReportDocument {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UnreadableReport(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const document = reportDocument.safeParse(parsed);
  if (!document.success) {
    const [issue] = document.error.issues;
    throw new UnreadableReport(
      `${file} is no exported report: ${issue?.path.join(".") || "content"} ${issue?.message ?? ""}`,
    );
  }
  const sum = digestOf(document.data.content);
  if (sum !== document.data.contentSha256)
    throw new UnreadableReport(
      `${file}: the content is not what was frozen (sha256 ${sum}, frozen as ${document.data.contentSha256})`,
    );
  return document.data;
}

/** Says what the evidence supports, and every conclusion that is not what it was. */
function verified(document: ReportDocument): CommandEnd {
  const content = readReportContent(document.content);
  const { conclusions, differences, otherStatistics } = verifyReport(content);
  const lines = [
    `${content.name}: report ${document.id}, frozen ${document.frozenAt}`,
    ...conclusions.sentences.map((sentence) => `  ${sentence}`),
  ];
  if (otherStatistics)
    lines.push(
      `Frozen with version ${content.statistics.version} of the statistics; this is version ${STATISTICS_VERSION}.`,
    );
  const frozen = Object.keys(content.conclusions.values).length;
  if (differences.length === 0)
    lines.push(`Computed again from the frozen facts: all ${frozen} conclusions are the same.`);
  else lines.push(`${differences.length} conclusions differ:`);
  for (const { name, frozen: then, now } of differences)
    lines.push(`  ${name}: frozen ${then ?? "none"}, now ${now ?? "none"}`);
  return { status: differences.length === 0 ? 0 : 1, out: `${lines.join("\n")}\n`, error: "" };
}

/** `npm run report` with its arguments; touches nothing but the file it reads. */
export function reportCommand(argv: readonly string[]): CommandEnd {
  const [file, ...more] = argv.filter((argument) => !argument.startsWith("-"));
  const options = argv.filter((argument) => argument.startsWith("-"));
  const unknown = options.find((option) => option !== "--latex" && option !== "--csv");
  if (file === undefined || more.length > 0 || options.length > 1 || unknown !== undefined)
    return {
      status: 2,
      out: "",
      error: `${unknown === undefined ? "" : `unknown option ${unknown}\n`}${USAGE}\n`,
    };
  try {
    const document = readDocument(file);
    if (options.length === 0) return verified(document);
    const format = options[0] === "--latex" ? "latex" : "csv";
    return { status: 0, out: writeTables(document, readReportContent(document.content), format), error: "" };
  } catch (error) {
    if (!(error instanceof UnreadableReport)) throw error;
    return { status: 2, out: "", error: `${error.message}\n` };
  }
}
