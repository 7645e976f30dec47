import type { Db } from "@/db/client";
import type { ImportRow } from "@/db/queries/imports";
import { ensureScorer } from "@/db/queries/imports-scores";
import type { ImportedScorer, ImportedTrace, PromptMedia } from "@/lib/contracts";
import { storableText } from "@/lib/domain/stored-text";
import { scorerKey } from "@/lib/importers/check-trace";
import type { ImportFile } from "@/lib/importers/importer";
import { contentId } from "../ingest/identity";
import { keepMedia } from "../media/keep-media";
import type { ImportTarget } from "./place";
import { importedPromptId, type PreparedImport, prepareTrace, scorersOf } from "./prepare-trace";
import type { ReadTrace } from "./reader";

/** Makes traces ready to be stored: their ids, their place among the samples of a prompt, what they refer to. */
export class Preparing {
  private readonly scorerIds = new Map<string, string>();
  /** Images and videos of prompts that were kept, by prompt. */
  private readonly media = new Map<string, PromptMedia[]>();
  /** How many responses of a prompt a run has had so far: their sample indices, where the source tells none. */
  private readonly samples = new Map<string, number>();
  private readonly beside: Map<string, ImportFile>;
  private seq = 0;

  /** @param beside all files of the source, for the images and videos that prompts name */
  constructor(
    private readonly db: Db,
    private readonly row: ImportRow,
    private readonly target: ImportTarget,
    beside: readonly ImportFile[],
  ) {
    this.beside = new Map(beside.map((file) => [file.name, file]));
  }

  /** What traces refer to has to be there before the transaction that stores them. */
  async all(traces: readonly ReadTrace[]): Promise<PreparedImport[]> {
    for (const { trace } of traces) {
      for (const scorer of scorersOf(trace)) await this.knowScorer(scorer);
      await this.keepMediaOf(trace);
    }
    return traces.map((read) => this.prepare(read));
  }

  private prepare({ trace, occurrence }: ReadTrace): PreparedImport {
    const { format, id: importId, createdAt } = this.row;
    this.seq += 1;
    const promptId = importedPromptId(trace.prompt);
    return prepareTrace(trace, {
      media: this.media.get(promptId) ?? [],
      ...{ importId, seq: this.seq, at: createdAt },
      traceId: contentId("trace", [this.target.projectName, format, trace.recordKey, occurrence]),
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
    const { projectId } = this.target;
    const [name, version] = [storableText(scorer.name), storableText(scorer.version)];
    const id = contentId("scorer", [projectId, scorer.kind, name, version]);
    this.scorerIds.set(key, await ensureScorer(this.db, { id, projectId, kind: scorer.kind, name, version }));
  }

  private async keepMediaOf({ prompt, source }: ImportedTrace): Promise<void> {
    if (prompt.media.length === 0) return;
    const promptId = importedPromptId(prompt);
    if (this.media.has(promptId)) return;
    const folder = source.file.split("/").slice(0, -1).join("/");
    const find = (name: string) => this.beside.get(`${folder}/${name}`) ?? this.beside.get(name) ?? null;
    this.media.set(promptId, await keepMedia(this.db, prompt.media, find, new Date()));
  }
}
