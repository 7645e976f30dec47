import {
  detectImportAnswer,
  type ImportFormat,
  type ImportView,
  importView,
  type NewImport,
  uploadPieceAnswer,
  uploadState,
} from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import type { ChosenFile } from "./chosen-files";
import { ApiError, fetchJson, jsonBody } from "./fetch-json";

const PIECE_BYTES = 4 << 20;
const HEAD_BYTES = 65_536;
/** Beginnings that are sent to be looked at. */
const MOST_HEADS = 50;
/** Tries of one piece, and the pause before the second; it doubles. */
const TRIES = 6;
const PAUSE_MS = 500;

async function base64Of(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** The format that the server takes files for, by their beginnings. */
export async function detectFiles(files: readonly ChosenFile[]): Promise<ImportFormat | null> {
  const heads = await Promise.all(
    files.slice(0, MOST_HEADS).map(async ({ name, file }) => ({
      ...{ name, bytes: file.size },
      head: await base64Of(file.slice(0, HEAD_BYTES)),
    })),
  );
  const body = jsonBody("POST", { files: heads });
  return (await fetchJson(apiRoutes.detectImport(), detectImportAnswer, body)).format;
}

export interface Sending {
  asked: Omit<NewImport, "files">;
  files: readonly ChosenFile[];
  /** Bytes of all files that are on the server. */
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

/**
 * Sends files to be imported and starts the import. What is there of an earlier try is not sent again; a connection that
 * breaks is tried again for half a minute.
 *
 * Throws ApiError as the server refuses; an AbortError where it is given up.
 */
export async function uploadImport({ asked, files, onSent, signal }: Sending): Promise<ImportView> {
  const announced = { ...asked, files: files.map(({ name, file }) => ({ name, bytes: file.size })) };
  const upload = await fetchJson(apiRoutes.imports(), uploadState, {
    ...jsonBody("POST", announced),
    signal,
  });
  const received = [...upload.received];
  const tell = () => onSent(received.reduce((sum, bytes) => sum + bytes, 0));
  tell();
  for (const [index, { file }] of files.entries())
    while ((received[index] ?? 0) < file.size) {
      const path = apiRoutes.importFile(upload.import.id, index);
      received[index] = await sendPiece(path, file, received[index] ?? 0, signal);
      tell();
    }
  return fetchJson(apiRoutes.startImport(upload.import.id), importView, { method: "POST", signal });
}

async function sendPiece(path: string, file: File, at: number, signal: AbortSignal): Promise<number> {
  const init = {
    method: "PUT",
    headers: { "content-type": "application/octet-stream", "upload-offset": String(at) },
    body: file.slice(at, at + PIECE_BYTES),
    signal,
  };
  for (let attempt = 1; ; attempt++)
    try {
      return (await fetchJson(path, uploadPieceAnswer, init)).received;
    } catch (error) {
      const again = error instanceof ApiError && error.problem.retryable && attempt < TRIES;
      if (!again) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** (attempt - 1)));
    }
}
