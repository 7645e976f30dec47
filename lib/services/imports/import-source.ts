import type { Db } from "@/db/client";
import type { ImportFormat, ImportOptions, ImportProgress, ImportView } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { detectFormat, IMPORTERS, importerOf } from "@/lib/importers";
import type { TraceImporter } from "@/lib/importers/importer";
import { beginImport } from "./begin-import";
import { type DiskSource, filesFor, headsOf, sumOfSource } from "./disk-source";
import { runImport } from "./run-import";

export interface SourceImport {
  project: string;
  ablation: string | null;
  /** Null: detect it. */
  format: ImportFormat | null;
  options: ImportOptions;
  codeVersion: string;
  onProgress?: (progress: ImportProgress) => void;
}

/** The importer that is asked for, or that fits. Throws `invalid-request` that lists the formats where none does. */
export async function chooseImporter(
  format: ImportFormat | null,
  { name, files }: Pick<DiskSource, "name" | "files">,
): Promise<TraceImporter> {
  const formats = IMPORTERS.map((importer) => importer.format).join(", ");
  const chosen = format ?? detectFormat(await headsOf(files))?.format ?? null;
  const importer = chosen && importerOf(chosen);
  if (importer) return importer;
  throw new AppError("invalid-request", {
    detail:
      format === null
        ? `${name} is of no format that is known here: name one of ${formats}`
        : `this version does not read ${format}, only ${formats}`,
    fields: [{ path: "format", message: `name one of ${formats}` }],
  });
}

/** Imports what lies on this machine's disk, from the first byte to the report. */
export async function importSource(db: Db, source: DiskSource, asked: SourceImport): Promise<ImportView> {
  const importer = await chooseImporter(asked.format, source);
  const files = filesFor(importer, source.files);
  const { codeVersion, onProgress } = asked;
  const { id, target } = await beginImport(db, {
    ...{ project: asked.project, ablation: asked.ablation, options: asked.options, codeVersion },
    ...{ format: importer.format, source: source.name, sourceSha256: await sumOfSource(files) },
    bytesTotal: files.reduce((sum, { bytes }) => sum + bytes, 0),
  });
  return runImport(db, { target, importId: id, files, beside: source.files, codeVersion, onProgress });
}
