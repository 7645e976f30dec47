import type { ImportProgress, ImportView } from "@/lib/contracts";
import { formatBytes, plural } from "@/lib/format/number";
import { healthSentences } from "@/lib/importers/health-sentences";

const PROGRESS_MS = 1_000;

/** The report as scripts read it: the counted keys first, in their order, then what names the import. */
export function jsonReport(view: ImportView, url: string): string {
  const { rows, traces, traceSteps, continuations, lostContinuations, stepsWithoutScore, ...report } =
    view.report ?? NOTHING_READ;
  const { unjoined, duplicates, rejected, notes, ...others } = report;
  return JSON.stringify({
    ...{ rows, traces, traceSteps, continuations, lostContinuations, stepsWithoutScore },
    ...{ unjoined, duplicates, rejected },
    ...{ id: view.id, url, format: view.format, status: view.status },
    ...(view.error === "" ? {} : { error: view.error }),
    ...others,
    notes,
  });
}

/** A report of an import that ended before anything was counted. */
const NOTHING_READ: NonNullable<ImportView["report"]> = {
  ...{ rows: 0, traces: 0, traceSteps: 0, continuations: 0, lostContinuations: 0, stepsWithoutScore: 0 },
  ...{ unjoined: 0, duplicates: 0, rejected: 0, requestedPerPrefix: null, shrunkenPrefixes: 0 },
  ...{ missingPrefixes: 0, truncatedContinuations: 0, truncatedTraces: 0, invalidTraces: 0 },
  ...{ unknownOutcomes: 0, alreadyStored: 0, notes: [] },
};

/** The report in sentences, for a terminal. */
export function textReport(view: ImportView, url: string): string {
  const said = view.report ? healthSentences(view.report).map((sentence) => `  ${sentence}`) : [];
  const head = `${view.source} [${view.format}] into ${view.project.name} / ${view.ablation.name}`;
  return [head, ...said, ...(view.error === "" ? [] : [view.error]), url].join("\n");
}

/** Says how far an import is, now and then, on standard error. */
export function progressPrinter(now: () => number = Date.now): (progress: ImportProgress) => void {
  let last = now();
  return ({ bytesRead, bytesTotal, rows, traces }) => {
    if (now() - last < PROGRESS_MS) return;
    last = now();
    const read = `${formatBytes(bytesRead)} of ${formatBytes(bytesTotal)}`;
    process.stderr.write(`${read}, ${plural(rows, "record")} read, ${plural(traces, "trace")}\n`);
  };
}
