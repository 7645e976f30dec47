import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { storedFile } from "../../../lib/contracts";
import { type ServerClient, ServerError } from "../http";

/** Of one request: small enough for any proxy between, large enough that the requests themselves cost nothing. */
const PIECE_BYTES = 8 * 1024 * 1024;
const LOOK_LIMIT_MS = 30_000;
/** The server reads the whole file once more before it answers the last piece. */
const LAST_PIECE_BYTES_PER_MS = 20_000;
/** A download that brings nothing for this long is broken off and taken up again. */
const SILENCE_MS = 60_000;

/** Bytes from somewhere: a file on this disk or on that of another machine. */
export interface FileSource {
  bytes: number;
  /** At most `length` bytes from `offset` on; fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

const pathOf = (sha256: string) => `/api/v1/artifacts/${sha256}`;

/** The server's artifact store, as an agent uses it. Every refusal is a ServerError. */
export class StoreClient {
  constructor(private readonly client: ServerClient) {}

  /** How much of a file the store has: all of it, or the bytes to go on behind. */
  async look(sha256: string, signal: AbortSignal): Promise<{ stored: boolean; received: number }> {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(LOOK_LIMIT_MS)]);
    const answer = await this.client.raw(pathOf(sha256), { method: "HEAD", signal: limited }, [404]);
    await answer.body?.cancel();
    if (answer.status === 200) return { stored: true, received: 0 };
    return { stored: false, received: Number(answer.headers.get("upload-offset")) || 0 };
  }

  /**
   * Sends a file unless the store has it, from where an earlier try broke off.
   *
   * @param progress told of the bytes that each answered request brought
   * @returns bytes that were sent
   */
  async send(
    sha256: string,
    source: FileSource,
    signal: AbortSignal,
    progress: (bytes: number) => void,
  ): Promise<number> {
    const known = await this.look(sha256, signal);
    if (known.stored) {
      progress(source.bytes);
      return 0;
    }
    let offset = Math.min(known.received, source.bytes);
    const begun = offset;
    progress(offset);
    for (let stored = false; !stored; ) {
      const piece = await source.read(offset, PIECE_BYTES);
      if (piece.length === 0 && offset < source.bytes) throw new Error("the file became shorter");
      stored = await this.sendPiece(sha256, { offset, length: source.bytes, piece }, signal);
      offset += piece.length;
      progress(piece.length);
      if (!stored && offset >= source.bytes) throw new Error("the file became longer");
    }
    return offset - begun;
  }

  private async sendPiece(
    sha256: string,
    { offset, length, piece }: { offset: number; length: number; piece: Uint8Array },
    signal: AbortSignal,
  ): Promise<boolean> {
    const isLast = offset + piece.length >= length;
    const limitMs = SILENCE_MS + (isLast ? Math.ceil(length / LAST_PIECE_BYTES_PER_MS) : 0);
    const answer = await this.client.raw(pathOf(sha256), {
      method: "PUT",
      headers: {
        "content-type": "application/octet-stream",
        "upload-offset": String(offset),
        "upload-length": String(length),
      },
      body: new Uint8Array(piece),
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMs)]),
    });
    return storedFile.parse(await answer.json()).stored;
  }

  /**
   * Brings a file of the store to `path`, behind what is there of it already.
   *
   * @param progress told of the bytes that came
   */
  async fetch(
    { sha256, bytes }: { sha256: string; bytes: number },
    path: string,
    signal: AbortSignal,
    progress: (bytes: number) => void,
  ): Promise<void> {
    const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants;
    const file = await open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW, 0o600);
    try {
      let { size } = await file.stat();
      if (size > bytes) {
        await file.truncate(0);
        size = 0;
      }
      progress(size);
      if (size < bytes) await this.append(file, sha256, { size, bytes }, signal, progress);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  private async append(
    file: FileHandle,
    sha256: string,
    { size, bytes }: { size: number; bytes: number },
    signal: AbortSignal,
    progress: (bytes: number) => void,
  ): Promise<void> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(new Error("nothing came for a minute")), SILENCE_MS);
    try {
      const answer = await this.client.raw(pathOf(sha256), {
        headers: { range: `bytes=${size}-` },
        signal: AbortSignal.any([signal, silence.signal]),
      });
      const from = /^bytes (\d+)-/.exec(answer.headers.get("content-range") ?? "")?.[1];
      if (answer.status !== 206 || Number(from) !== size || !answer.body)
        throw new ServerError(`${pathOf(sha256)}: the server sent another part`, answer.status, true, 0);
      let at = size;
      for await (const chunk of answer.body) {
        timer.refresh();
        at += chunk.length;
        if (at > bytes) throw new Error("the server sent more than the file has");
        await file.appendFile(chunk);
        progress(chunk.length);
      }
      if (at < bytes)
        throw new ServerError(`${pathOf(sha256)}: the download broke off`, answer.status, true, 0);
    } catch (error) {
      throw error instanceof TypeError || silence.signal.aborted
        ? new ServerError(`${pathOf(sha256)}: the download broke off`, null, true, 0)
        : error;
    } finally {
      clearTimeout(timer);
    }
  }
}
