import type { Db } from "@/db/client";
import { findImport, type ImportRow, noteProgress, takeImport, updateImport } from "@/db/queries/imports";
import type { HealthReport, ImportProgress, ImportView } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { storableText } from "@/lib/domain/stored-text";
import { plural } from "@/lib/format/number";
import { importerOf } from "@/lib/importers";
import { ImportError } from "@/lib/importers/csv-rows";
import type { ImportFile, TraceImporter } from "@/lib/importers/importer";
import { type CountedFiles, countedFiles } from "./counted-files";
import type { ImportTarget, RunsOf } from "./place";
import { Preparing } from "./preparing";
import { ProblemLog } from "./problem-log";
import { readImport } from "./read-imports";
import { type ReadTrace, SourceReader } from "./reader";
import { storeBatch } from "./store-batch";
import { StoredBefore } from "./stored-before";
import { inTurn } from "./turns";

/** A batch is stored when it has so many traces, or so many characters. */
const BATCH_TRACES = 200;
const BATCH_CHARACTERS = 4_000_000;
/** How far it is is noted at least so often, also while nothing can be stored yet. */
const NOTE_MS = 1_000;

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
  private readonly source: CountedFiles;
  private readonly preparing: Preparing;
  private readonly problems: ProblemLog;
  private readonly before = new StoredBefore();
  private pending: ReadTrace[] = [];
  private characters = 0;
  private notedAt = 0;

  constructor(
    private readonly db: Db,
    private readonly work: ImportWork,
    private readonly row: ImportRow,
  ) {
    const importer = importerOf(row.format);
    if (!importer) throw new AppError("invalid-request", `format: this version does not read ${row.format}`);
    this.importer = importer;
    this.source = countedFiles(work.files);
    this.preparing = new Preparing(db, row, work.target, work.beside);
    this.problems = new ProblemLog(db, row.id);
  }

  async run(): Promise<void> {
    const { db, row } = this;
    await updateImport(db, row.id, { error: "", endedAt: null });
    await this.problems.begin();
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
    for await (const found of reader.read(this.source.files)) {
      if ("problem" in found && found.problem.kind === "rejected") await this.problems.add(found.problem);
      await this.noteNowAndThen(reader);
    }
    const { rejected } = reader.health;
    if (rejected === 0) return;
    const refused = `${plural(rejected, "record")} cannot be read, so nothing was stored: mend the source, or import it without strict`;
    throw new Ended("failed", refused, reader.health.report(0));
  }

  private async storeAll(): Promise<HealthReport> {
    const reader = new SourceReader(this.importer);
    for await (const found of reader.read(this.source.files)) {
      if ("problem" in found) await this.problems.add(found.problem);
      else if ("read" in found) await this.keep(found.read, reader);
      await this.noteNowAndThen(reader);
    }
    await this.flush(reader);
    await this.problems.flush();
    const { health } = reader;
    if (health.traces === 0) throw new Ended("failed", this.whyNothing(health.rows), health.report(0));
    this.before.tell(health);
    return health.report(this.before.traces);
  }

  private whyNothing(rows: number): string {
    if (rows === 0) return "the source is empty: it holds no record";
    return `none of ${plural(rows, "record")} could be read as ${this.importer.title}: is it of another format?`;
  }

  private async keep(read: ReadTrace, reader: SourceReader): Promise<void> {
    this.pending.push(read);
    this.characters += weightOf(read.trace);
    if (this.pending.length >= BATCH_TRACES || this.characters >= BATCH_CHARACTERS) await this.flush(reader);
  }

  private async flush(reader: SourceReader): Promise<void> {
    const { db, pending, row, work } = this;
    [this.pending, this.characters] = [[], 0];
    const batch = await this.preparing.all(pending);
    const progress = this.progressOf(reader);
    const { format, source, report } = row;
    const of: RunsOf = {
      importId: row.id,
      ablationId: work.target.ablationId,
      format,
      source,
      codeVersion: work.codeVersion,
    };
    const stored = await storeBatch(db, { ...of, resumes: report === null }, batch, progress);
    if (!stored.wanted) throw new Ended("cancelled", CANCELLED);
    this.before.add(stored);
    this.tell(progress);
  }

  /** Logs that are joined are read as a whole before there is a trace: the page sees that, and may cancel it. */
  private async noteNowAndThen(reader: SourceReader): Promise<void> {
    if (Date.now() - this.notedAt < NOTE_MS) return;
    const progress = this.progressOf(reader);
    if (!(await noteProgress(this.db, this.row.id, progress))) throw new Ended("cancelled", CANCELLED);
    this.tell(progress);
  }

  private tell(progress: ImportProgress): void {
    this.notedAt = Date.now();
    this.work.onProgress?.(progress);
  }

  private progressOf(reader: SourceReader): ImportProgress {
    const { rows, traces } = reader.health;
    return { bytesRead: this.source.bytesRead(), bytesTotal: this.source.bytesTotal, rows, traces };
  }

  private async end(error: unknown): Promise<void> {
    await this.problems.flush();
    const { id } = this.row;
    const endedAt = new Date();
    const said = storableText(error instanceof Error ? error.message : String(error));
    if (error instanceof Ended) {
      const { status, report } = error;
      await updateImport(this.db, id, { status, error: said, endedAt, ...(report ? { report } : {}) });
      return;
    }
    const isRefusal = error instanceof ImportError || error instanceof AppError;
    const reason = isRefusal
      ? said
      : `it stopped on a fault (${said}): import the same source again to go on`;
    await updateImport(this.db, id, { status: "failed", error: reason, endedAt });
    if (!isRefusal) throw error;
  }
}

const CANCELLED = "cancelled on request; what was stored until then stays";

/** Characters of a trace that will stand in one statement, roughly. */
function weightOf({ response, prompt, traceSteps }: ReadTrace["trace"]): number {
  const asked = prompt.messages.reduce((sum, { content }) => sum + content.length, 0);
  const shown = prompt.media.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  const drawn = traceSteps.flatMap(({ continuations, alternatives }) => [...continuations, ...alternatives]);
  return drawn.reduce((sum, { text }) => sum + text.length, response.length + asked + shown);
}
