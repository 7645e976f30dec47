import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { z } from "zod";
import { importId, uploadPieceHeaders, wholeNumber } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { json, route } from "@/lib/server/http";
import { parseOrRefuse } from "@/lib/server/problem";
import { receiveFile } from "@/lib/services/imports/uploads";

const params = z.strictObject({ id: importId, index: wholeNumber });

export const PUT = route({ access: "operator", params }, async ({ params, request }) => {
  const told = parseOrRefuse(
    uploadPieceHeaders,
    { "upload-offset": request.headers.get("upload-offset") ?? "0" },
    "headers",
  );
  const body: AsyncIterable<Uint8Array> = request.body
    ? Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>)
    : Readable.from([]);
  const received = await receiveFile(getDb(), params, { offset: told["upload-offset"], body });
  return json({ received }, { status: 202 });
});
