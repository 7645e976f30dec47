import type { Queryable } from "@/db/client";
import { countExportTraces, findProjectName, findScorer, selectRunNames } from "@/db/queries/exports";
import {
  type ExportFormat,
  type ExportOptions,
  type ExportProvenance,
  type ExportRequest,
  exportOptions,
  type ImportedScorer,
  type TraceSelection,
} from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { groupBy } from "@/lib/domain/group-by";
import { exporterOf } from "@/lib/exporters";
import type { ExportedTrace, TraceExporter } from "@/lib/exporters/exporter";
import { Tally } from "@/lib/exporters/tally";
import { scopeOf } from "@/lib/services/explorer/scope";
import { readTraces } from "./read-traces";

/** An export that is ready to be read: nothing of it is made before somebody reads. */
export interface OpenedExport {
  exporter: TraceExporter;
  fileName: string;
  tally: Tally;
  chunks: AsyncGenerator<string | Uint8Array>;
  /** With the counts of what was read so far. */
  provenance(): ExportProvenance & { counts: NonNullable<ExportProvenance["counts"]> };
  /** Traces of the selection. */
  total(): Promise<number>;
  /** Whether it ended before its last trace, because the time was over. */
  wasCut(): boolean;
}

interface Circumstances {
  codeVersion: string;
  now: Date;
  /** Reads no more traces from this moment of `performance.now()` on. */
  endsAt?: number;
}

const OPTION_NAMES = Object.keys(exportOptions.shape);

/** A request's two halves: which traces, and how they are written. */
function halves(request: ExportRequest): { selection: TraceSelection; options: ExportOptions } {
  const given = Object.entries(request).filter(([, value]) => value !== undefined);
  const isOption = ([name]: [string, unknown]) => OPTION_NAMES.includes(name);
  return {
    options: exportOptions.parse(Object.fromEntries(given.filter(isOption))),
    selection: Object.fromEntries(given.filter((pair) => !isOption(pair))) as TraceSelection,
  };
}

async function labelScorerOf(
  db: Queryable,
  projectId: string,
  { labels }: ExportOptions,
): Promise<ImportedScorer | null> {
  if (!labels.startsWith("scr_")) return null;
  const found = await findScorer(db, projectId, labels);
  if (!found || found.kind === "continuations")
    throw new AppError("invalid-request", {
      detail: "The labels that were asked for do not exist.",
      fields: [{ path: "labels", message: "this project has no scorer of that id" }],
    });
  return { ...found, kind: found.kind };
}

/** Runs of one name get their ablation behind it, and where that is not enough their id. */
async function runLabelsOf(db: Queryable, projectId: string): Promise<Map<string, string>> {
  const runs = await selectRunNames(db, projectId);
  const labels = new Map<string, string>();
  for (const same of groupBy(runs, ({ name }) => name).values())
    for (const { id, name, ablation } of same) {
      const isOne = same.filter((other) => other.ablation === ablation).length === 1;
      if (same.length > 1) labels.set(id, isOne ? `${name} (${ablation})` : `${name} (${id})`);
    }
  return labels;
}

/** Only the options that a format looks at: the others would be noise in its provenance. */
function usedOptions({ uses }: TraceExporter, options: ExportOptions): ExportProvenance["options"] {
  return Object.fromEntries(uses.map((name) => [name, options[name]]));
}

const stamp = (at: Date) => at.toISOString().slice(0, 16).replaceAll(/[-:]/g, "").replace("T", "-");

/** A file name that every file system takes. */
function fileNameOf(project: string, { format, extension }: TraceExporter, at: Date): string {
  const plain = project
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${plain || "traces"}-${format}-${stamp(at)}${extension}`;
}

/** Counts the traces and gathers their runs as they pass by, until the time is over. */
class Watch {
  readonly tally = new Tally();
  readonly runs = new Map<string, ExportProvenance["runs"][number]>();
  wasCut = false;

  constructor(private readonly endsAt: number) {}

  async *over(traces: AsyncIterable<ExportedTrace>): AsyncGenerator<ExportedTrace> {
    for await (const trace of traces) {
      this.wasCut = performance.now() > this.endsAt;
      if (this.wasCut) return;
      this.tally.read();
      this.runs.set(trace.run.id, { ...trace.run, ablation: trace.ablation });
      yield trace;
    }
  }
}

/**
 * Opens an export of the traces of a selection. Throws `not-found` where what it names does not exist and
 * `invalid-request` where the scorer of the labels does not.
 */
export async function openExport(
  db: Queryable,
  format: ExportFormat,
  request: ExportRequest,
  { codeVersion, now, endsAt = Number.POSITIVE_INFINITY }: Circumstances,
): Promise<OpenedExport> {
  const exporter = exporterOf(format);
  const { selection, options } = halves(request);
  const scope = await scopeOf(db, selection);
  if (scope === null)
    throw new AppError("not-found", "There is no project yet: launch or import something first.");
  const project = { id: scope.projectId, name: (await findProjectName(db, scope.projectId)) ?? "" };
  const labelScorer = await labelScorerOf(db, project.id, options);
  const watch = new Watch(endsAt);
  const { tally } = watch;
  const provenance: ExportProvenance = {
    ...{ format, project, selection: { ...selection, project: project.id } },
    options: usedOptions(exporter, options),
    method: exporter.method(options, labelScorer),
    runs: [],
    ...{ stepwellVersion: codeVersion, exportedAt: now.toISOString(), counts: null },
  };
  const provenanceNow = () => ({ ...provenance, runs: [...watch.runs.values()], counts: tally.counts() });
  const traces = watch.over(readTraces(db, scope, exporter.needs(options)));
  const runLabels = await runLabelsOf(db, project.id);
  const context = { options, labelScorer, runLabels, tally, provenance, provenanceNow };
  return {
    ...{ exporter, tally, provenance: provenanceNow },
    fileName: fileNameOf(project.name, exporter, now),
    chunks: iterated(exporter.write(traces, context)),
    total: () => countExportTraces(db, scope),
    wasCut: () => watch.wasCut,
  };
}

async function* iterated(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  yield* chunks;
}
