import {
  type ImportProgress,
  type ImportView,
  importView,
  uploadPieceAnswer,
  uploadState,
} from "@/lib/contracts";
import type { ImportFile } from "@/lib/importers/importer";
import type { DiskSource } from "@/lib/services/imports/disk-source";
import { chooseImporter, type SourceImport } from "@/lib/services/imports/import-source";
import { ApiClient } from "./api-client";

const PIECE_BYTES = 8 << 20;
const ASK_AGAIN_MS = 500;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Sends a source to a server, which imports it; a source of which a part is there already is gone on with. Returns when
 * the import has ended.
 *
 * @throws ApiRefusal where the server says no
 */
export async function importOverHttp(
  url: string,
  source: DiskSource,
  asked: SourceImport,
): Promise<ImportView> {
  const api = new ApiClient(url);
  const importer = await chooseImporter(asked.format, source);
  const { project, ablation, options } = asked;
  const files = source.files.map(({ name, bytes }) => ({ name, bytes }));
  const announced = { project, ablation, options, format: importer.format, source: source.name, files };
  const upload = await api.post("/api/v1/imports", announced, uploadState);
  for (const [index, file] of source.files.entries())
    await sendFile(
      api,
      `/api/v1/imports/${upload.import.id}/files/${index}`,
      file,
      upload.received[index] ?? 0,
    );
  const started = await api.post(`/api/v1/imports/${upload.import.id}/start`, undefined, importView);
  return watch(api, started.id, asked.onProgress);
}

async function sendFile(api: ApiClient, path: string, file: ImportFile, from: number): Promise<void> {
  for (let at = Math.min(from, file.bytes); at < file.bytes; ) {
    const piece = await file.read(at, Math.min(at + PIECE_BYTES, file.bytes));
    if (piece.length === 0) throw new Error(`${file.name} became shorter while it was sent`);
    ({ received: at } = await api.put(path, piece, { "upload-offset": String(at) }, uploadPieceAnswer));
  }
}

async function watch(
  api: ApiClient,
  id: string,
  onProgress: ((progress: ImportProgress) => void) | undefined,
): Promise<ImportView> {
  for (;;) {
    const view = await api.get(`/api/v1/imports/${id}`, importView);
    if (view.status !== "running") return view;
    onProgress?.(view.progress);
    await pause(ASK_AGAIN_MS);
  }
}
