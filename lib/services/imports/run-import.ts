import type { Db } from "@/db/client";
import {
  clearProblems,
  findImport,
  type ImportRow,
  insertProblems,
  takeImport,
  updateImport,
} from "@/db/queries/imports";
import { ensureScorer } from "@/db/queries/imports-scores";
import type {
  HealthReport,
  ImportedScorer,
  ImportedTrace,
  ImportProblem,
  ImportProgress,
  ImportView,
  PromptMedia,
} from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { storableText } from "@/lib/domain/stored-text";
import { plural } from "@/lib/format/number";
import { importerOf } from "@/lib/importers";
import { scorerKey } from "@/lib/importers/check-trace";
import { ImportError } from "@/lib/importers/csv-rows";
import type { ImportFile, TraceImporter } from "@/lib/importers/importer";
import { contentId } from "../ingest/identity";
import { keepMedia } from "../media/keep-media";
import { type CountedFiles, countedFiles } from "./counted-files";
import type { ImportTarget, RunsOf } from "./place";
import { importedPromptId, type PreparedImport, prepareTrace, scorersOf } from "./prepare-trace";
import { readImport } from "./read-imports";
import { type ReadTrace, SourceReader } from "./reader";
import { storeBatch } from "./store-batch";
import { inTurn } from "./turns";

/** A batch is stored when it has so many traces, or so many characters. */
const BATCH_TRACES = 200;
const BATCH_CHARACTERS = 4_000_000;
/** More problems than this are counted, not listed. */
const MOST_PROBLEMS = 10_000;
const PROBLEMS_AT_ONCE = 500;

export interface ImportWork {
  target: ImportTarget;
  importId: string;
  /** What its importer reads. */
  files: readonly ImportFile[];
  /** All files of the source, for the images and videos that prompts name. */
  beside: readonly ImportFile[];
  codeVersion: string;
  onProgress?: (progress: ImportProgress) => void;
}

/** Why an import ended without all of its traces. */
class Ended extends Error {
  constructor(
    readonly status: "failed" | "cancelled",
    message: string,
    readonly report: HealthReport | null = null,
  ) {
    super(message);
  }
}

/**
 * Reads a source and stores what it holds. A second start of the same import goes on where the first one was killed and
 * doubles nothing; one that is complete stores nothing and reports the same.
 *
 * Throws `conflict` where another process is at work on it.
 */
export async function runImport(db: Db, work: ImportWork): Promise<ImportView> {
  return inTurn(work.importId, () =>
    // The lock lives as long as this transaction, which does nothing else: a killed process lets go of it.
    db.transaction(async (lock) => {
      if (!(await takeImport(lock, work.importId)))
        throw new AppError(
          "conflict",
          "this source is being imported at this moment: wait until that is done",
        );
      const row = await findImport(db, work.importId);
      if (!row) throw notFound("import", work.importId);
      await new Importing(db, work, row).run();
      return readImport(db, work.importId);
    }),
  );
}

class Importing {
  private readonly importer: TraceImporter;
  private readonly scorerIds = new Map<string, string>();
  /** How many responses of a prompt a run has had so far: their sample indices, where the source tells none. */
  private readonly samples = new Map<string, number>();
  /** Images and videos of prompts that were kept, by prompt. */
  private readonly media = new Map<string, PromptMedia[]>();
  private readonly beside: Map<string, ImportFile>;
  private pending: ReadTrace[] = [];
  private characters = 0;
  private seq = 0;
  private alreadyStored = 0;
  private readonly known = { filled: 0, differing: 0 };
  /** Traces that other imports had stored, by these. */
  private readonly elsewhere = new Map<string, number>();
  private problems: ImportProblem[] = [];
  private listed = 0;
  private readonly source: CountedFiles;
  private readonly at: Date;
  private readonly resumes: boolean;

  constructor(
    private readonly db: Db,
    private readonly work: ImportWork,
    private readonly row: ImportRow,
  ) {
    const importer = importerOf(row.format);
    if (!importer) throw new AppError("invalid-request", `format: this version does not read ${row.format}`);
    this.importer = importer;
    this.source = countedFiles(work.files);
    this.beside = new Map(work.beside.map((file) => [file.name, file]));
    this.at = row.createdAt;
    this.resumes = row.report === null;
  }

  async run(): Promise<void> {
    const { db, row } = this;
    await updateImport(db, row.id, { error: "", endedAt: null });
    await clearProblems(db, row.id);
    try {
      if (row.options.strict) await this.refuseIfBroken();
      const report = await this.storeAll();
      await updateImport(db, row.id, { status: "succeeded", report, endedAt: new Date() });
    } catch (error) {
      await this.end(error);
    }
  }

  /** A first look at everything: where one line is refused, nothing is stored. */
  private async refuseIfBroken(): Promise<void> {
    const reader = new SourceReader(this.importer);
    for await (const found of reader.read(this.source.files))
      if ("problem" in found && found.problem.kind === "rejected") await this.list(found.problem);
    const { rejected } = reader.health;
    if (rejected === 0) return;
    const refused = `${plural(rejected, "record")} cannot be read, so nothing was stored: mend the source, or import it without strict`;
    throw new Ended("failed", refused, reader.health.report(0));
  }

  private async storeAll(): Promise<HealthReport> {
    const reader = new SourceReader(this.importer);
    for await (const found of reader.read(this.source.files)) {
      if ("problem" in found) await this.list(found.problem);
      else await this.keep(found.read, reader);
    }
    await this.flush(reader);
    await this.flushProblems();
    const { health } = reader;
    if (health.traces === 0)
      throw new Ended(
        "failed",
        health.rows === 0
          ? "the source is empty: it holds no record"
          : `none of ${plural(health.rows, "record")} could be read as ${this.importer.title}: is it of another format?`,
        health.report(0),
      );
    for (const [id, traces] of this.elsewhere)
      health.addNote(
        "source",
        `${plural(traces, "trace")} came with an earlier import (${id}), and there ${traces === 1 ? "it stays" : "they stay"}.`,
      );
    if (this.known.filled > 0)
      health.addNote(
        "join",
        `${plural(this.known.filled, "trace")} had been stored without continuations and took in those of this source.`,
      );
    if (this.known.differing > 0)
      health.addNote(
        "trap",
        `${plural(this.known.differing, "trace")} had been stored with another text or other counts than this source has: what is stored stays. Import into another project to have both.`,
      );
    return health.report(this.alreadyStored);
  }

  private async keep(read: ReadTrace, reader: SourceReader): Promise<void> {
    this.pending.push(read);
    this.characters += weightOf(read.trace);
    if (this.pending.length >= BATCH_TRACES || this.characters >= BATCH_CHARACTERS) await this.flush(reader);
  }

  private async flush(reader: SourceReader): Promise<void> {
    const { db, pending, row } = this;
    const { target, codeVersion } = this.work;
    [this.pending, this.characters] = [[], 0];
    for (const { trace } of pending) await this.prepareFor(trace);
    const batch = pending.map((read) => this.prepare(read));
    const progress = this.progressOf(reader);
    const { ablationId } = target;
    const of: RunsOf = { importId: row.id, ablationId, format: row.format, source: row.source, codeVersion };
    const stored = await storeBatch(db, { ...of, resumes: this.resumes }, batch, progress);
    if (!stored.wanted)
      throw new Ended("cancelled", "cancelled on request; what was stored until then stays");
    this.alreadyStored += stored.alreadyStored;
    this.known.filled += stored.known.filled;
    this.known.differing += stored.known.differing;
    for (const id of stored.elsewhere) this.elsewhere.set(id, (this.elsewhere.get(id) ?? 0) + 1);
    this.work.onProgress?.(progress);
  }

  /** What a trace refers to: it has to be there before the batch's transaction. */
  private async prepareFor(trace: ImportedTrace): Promise<void> {
    for (const scorer of scorersOf(trace)) await this.knowScorer(scorer);
    const { media } = trace.prompt;
    if (media.length === 0) return;
    const promptId = importedPromptId(trace.prompt);
    if (this.media.has(promptId)) return;
    const folder = trace.source.file.split("/").slice(0, -1).join("/");
    const find = (name: string) => this.beside.get(`${folder}/${name}`) ?? this.beside.get(name) ?? null;
    this.media.set(promptId, await keepMedia(this.db, media, find, new Date()));
  }

  private prepare({ trace, occurrence }: ReadTrace): PreparedImport {
    const { format, id: importId } = this.row;
    this.seq += 1;
    const promptId = importedPromptId(trace.prompt);
    return prepareTrace(trace, {
      media: this.media.get(promptId) ?? [],
      ...{ importId, seq: this.seq, at: this.at },
      traceId: contentId("trace", [this.work.target.projectName, format, trace.recordKey, occurrence]),
      sampleIndex: trace.sampleIndex ?? this.nextSample(trace.run, promptId),
      scorerId: (scorer) => this.scorerIds.get(scorerKey(scorer)) ?? "",
    });
  }

  private nextSample(run: string, promptId: string): number {
    const key = `${promptId} ${run}`;
    const next = this.samples.get(key) ?? 0;
    this.samples.set(key, next + 1);
    return next;
  }

  private async knowScorer(scorer: ImportedScorer): Promise<void> {
    const key = scorerKey(scorer);
    if (this.scorerIds.has(key)) return;
    const { projectId } = this.work.target;
    const [name, version] = [storableText(scorer.name), storableText(scorer.version)];
    const id = contentId("scorer", [projectId, scorer.kind, name, version]);
    this.scorerIds.set(key, await ensureScorer(this.db, { id, projectId, kind: scorer.kind, name, version }));
  }

  private progressOf(reader: SourceReader): ImportProgress {
    const { rows, traces } = reader.health;
    return { bytesRead: this.source.bytesRead(), bytesTotal: this.source.bytesTotal, rows, traces };
  }

  private async list(problem: ImportProblem): Promise<void> {
    this.listed += 1;
    if (this.listed > MOST_PROBLEMS) return;
    this.problems.push({
      ...problem,
      file: storableText(problem.file),
      reason: storableText(problem.reason),
      excerpt: storableText(problem.excerpt),
    });
    if (this.problems.length >= PROBLEMS_AT_ONCE) await this.flushProblems();
  }

  private async flushProblems(): Promise<void> {
    const { problems } = this;
    this.problems = [];
    await insertProblems(this.db, this.row.id, problems);
  }

  private async end(error: unknown): Promise<void> {
    await this.flushProblems();
    const endedAt = new Date();
    const said = storableText(error instanceof Error ? error.message : String(error));
    if (error instanceof Ended) {
      const { status, report } = error;
      await updateImport(this.db, this.row.id, {
        status,
        error: said,
        endedAt,
        ...(report ? { report } : {}),
      });
      return;
    }
    const isRefusal = error instanceof ImportError || error instanceof AppError;
    const reason = isRefusal
      ? said
      : `it stopped on a fault (${said}): import the same source again to go on`;
    await updateImport(this.db, this.row.id, { status: "failed", error: reason, endedAt });
    if (!isRefusal) throw error;
  }
}

/** Characters of a trace that will stand in one statement, roughly. */
function weightOf({ response, prompt, traceSteps }: ReadTrace["trace"]): number {
  const asked = prompt.messages.reduce((sum, { content }) => sum + content.length, 0);
  const shown = prompt.media.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  const drawn = traceSteps.flatMap(({ continuations, alternatives }) => [...continuations, ...alternatives]);
  return drawn.reduce((sum, { text }) => sum + text.length, response.length + asked + shown);
}
