import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { createGunzip } from "node:zlib";
import { AppError } from "@/lib/domain/errors";

export interface BodyLimits {
  /** As sent. */
  maxBytes: number;
  /** After decompression; gzip is refused where this is absent. */
  maxInflatedBytes?: number;
}

const tooLarge = (limit: number) => new AppError("body-too-large", `the limit is ${limit} bytes`);

async function* bounded(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.byteLength;
    if (bytes > limit) throw tooLarge(limit);
    yield chunk;
  }
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Decompresses while counting, so that a bomb is dropped at the limit and never held whole. */
async function inflate(source: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const input = Readable.from(source);
  const gunzip = createGunzip();
  input.on("error", (error) => gunzip.destroy(error));
  input.pipe(gunzip);
  try {
    return await collect(bounded(gunzip, limit));
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("bad-encoding", "the gzip stream is damaged or cut short", error);
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}

/** The body's bytes, decompressed. Throws `body-too-large`, `bad-encoding` or `unsupported-media-type`. */
export async function readBody(request: Request, limits: BodyLimits): Promise<Buffer> {
  if (Number(request.headers.get("content-length") ?? 0) > limits.maxBytes) throw tooLarge(limits.maxBytes);
  if (!request.body) return Buffer.alloc(0);
  const sent = bounded(Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>), limits.maxBytes);
  const encoding = request.headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (encoding === "identity") return collect(sent);
  if (encoding === "gzip" && limits.maxInflatedBytes) return inflate(sent, limits.maxInflatedBytes);
  throw new AppError("unsupported-media-type", `Content-Encoding ${encoding.slice(0, 40)} is not read here`);
}

/** The body as JSON. Throws as {@link readBody}, and `not-json`. */
export async function readJson(request: Request, limits: BodyLimits): Promise<unknown> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new AppError("unsupported-media-type");
  const bytes = await readBody(request, limits);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new AppError("not-json", "the body is not one JSON value in UTF-8", error);
  }
}
