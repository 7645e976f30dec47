import { logger } from "@/lib/server/logger";

/** A line at a time would cost more in sending than in making. */
const CHUNK_BYTES = 64_000;

/** Pieces of an export as bytes, put together to what is worth sending. */
export async function* inChunks(pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let [held, bytes]: [Uint8Array[], number] = [[], 0];
  for await (const piece of pieces) {
    const data = typeof piece === "string" ? encoder.encode(piece) : piece;
    held.push(data);
    bytes += data.length;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(held);
    [held, bytes] = [[], 0];
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/**
 * An export as bytes, made only as fast as they are read; it ends when its reader is gone. A failure on the way breaks
 * the stream off, so that a file that is cut never looks whole.
 */
export function exportStream(pieces: AsyncIterable<string | Uint8Array>): ReadableStream<Uint8Array> {
  const chunks = inChunks(pieces);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          logger().error({ err: error }, "an export broke off");
          controller.error(error);
        }
      },
      async cancel() {
        await chunks.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
