import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { z } from "zod";
import { sha256, uploadHeaders } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { parseOrRefuse } from "@/lib/server/problem";
import { parseRange } from "@/lib/services/artifacts/range";
import { lookAtFile, openFile, storeFile } from "@/lib/services/artifacts/stored-files";

const params = z.strictObject({ sha256 });
const KEPT = { "cache-control": "private, no-store", "accept-ranges": "bytes" };

export const HEAD = route({ access: "agent", params }, async ({ params: { sha256 } }) => {
  const { stored, received } = await lookAtFile(getDb(), sha256);
  const name = stored ? "content-length" : "upload-offset";
  return new Response(null, { status: stored ? 200 : 404, headers: { ...KEPT, [name]: String(received) } });
});

export const GET = route({ access: "agent", params }, async ({ params: { sha256 }, request }) => {
  const range = parseRange(request.headers.get("range"));
  const { start, end, bytes, blocks } = await openFile(getDb(), sha256, range, new Date());
  return new Response(Readable.toWeb(Readable.from(blocks)) as ReadableStream<Uint8Array>, {
    status: range ? 206 : 200,
    headers: {
      ...KEPT,
      "content-type": "application/octet-stream",
      "content-length": String(end - start),
      ...(range && { "content-range": `bytes ${start}-${end - 1}/${bytes}` }),
    },
  });
});

export const PUT = route({ access: "agent", params }, async ({ params: { sha256 }, request }) => {
  const { headers } = request;
  const told = parseOrRefuse(
    uploadHeaders,
    {
      "upload-offset": headers.get("upload-offset") ?? "0",
      "upload-length": headers.get("upload-length") ?? headers.get("content-length"),
    },
    "headers",
  );
  const body: AsyncIterable<Uint8Array> = request.body
    ? Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>)
    : Readable.from([]);
  const piece = { offset: told["upload-offset"], length: told["upload-length"], body };
  const file = await storeFile(getDb(), sha256, piece, new Date());
  return json(file, { status: file.stored ? 201 : 202 });
});
