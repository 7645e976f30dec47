import type { HealthReport } from "@/lib/contracts";
import { formatCount, formatShare, plural } from "@/lib/format/number";

/** What an import found, in sentences a person reads: what came, what was lost, what is unknown and what was refused. */
export function healthSentences(report: HealthReport): string[] {
  return [
    cameIn(report),
    ...asked(report),
    ...unknown(report),
    ...refused(report),
    ...stored(report),
    ...report.notes.map(({ text }) => text),
  ];
}

const many = (count: number, one: string, more?: string) =>
  count === 1 ? plural(1, one) : `${formatCount(count)} ${more ?? `${one}s`}`;

function cameIn({ rows, traces, traceSteps }: HealthReport): string {
  return `Read ${many(rows, "record")}: ${many(traces, "trace")} with ${many(traceSteps, "trace step")}.`;
}

function asked(report: HealthReport): string[] {
  const { requestedPerPrefix, continuations, lostContinuations } = report;
  const unscored = `${many(report.stepsWithoutScore, "trace step")} of ${formatCount(report.traceSteps)} ${report.stepsWithoutScore === 1 ? "has" : "have"} no returned continuation`;
  if (requestedPerPrefix === null)
    return report.traceSteps === 0
      ? []
      : ["No continuations were asked for: c_i of continuations is unknown, not 0."];
  const requested = continuations + lostContinuations;
  const lost =
    lostContinuations === 0
      ? "None was lost."
      : `${many(lostContinuations, "continuation")} of ${formatCount(requested)} requested (${formatShare(lostContinuations / requested)}) never came back: ${many(report.shrunkenPrefixes, "prefix", "prefixes")} got fewer than M = ${requestedPerPrefix}, ${formatCount(report.missingPrefixes)} got none. They count as missing, not as failures.`;
  return [
    `${many(continuations, "continuation")} returned, M = ${requestedPerPrefix} for each prefix that was asked. ${lost}`,
    `${unscored}: drawn as missing or not scored, never as 0.`,
  ];
}

function unknown(report: HealthReport): string[] {
  const { unknownOutcomes, traces, invalidTraces, truncatedTraces, truncatedContinuations } = report;
  const said: string[] = [];
  if (unknownOutcomes > 0)
    said.push(
      `Whether the answer is right is unknown for ${formatCount(unknownOutcomes)} of ${many(traces, "trace")}.`,
    );
  if (invalidTraces > 0)
    said.push(`${many(invalidTraces, "response is", "responses are")} not of the format.`);
  if (truncatedTraces + truncatedContinuations > 0)
    said.push(
      `Cut off at a length limit: ${many(truncatedTraces, "response")} and ${many(truncatedContinuations, "continuation")}.`,
    );
  return said;
}

function refused({ unjoined, duplicates, rejected }: HealthReport): string[] {
  const said: string[] = [];
  if (unjoined > 0)
    said.push(`${many(unjoined, "record")} found no counterpart and are left out: see the problems.`);
  if (duplicates > 0) said.push(`${many(duplicates, "record")} repeat another one and were stored once.`);
  if (rejected > 0) said.push(`${many(rejected, "record")} could not be read: see the problems.`);
  return said;
}

function stored({ alreadyStored, traces }: HealthReport): string[] {
  if (alreadyStored === 0) return [];
  return alreadyStored === traces
    ? ["All of these traces were stored before: none was added."]
    : [
        `${many(alreadyStored, "trace was", "traces were")} stored before; ${formatCount(traces - alreadyStored)} are new.`,
      ];
}
