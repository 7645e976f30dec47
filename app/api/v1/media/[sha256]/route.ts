import { Readable } from "node:stream";
import { z } from "zod";
import { sha256 } from "@/lib/contracts";
import { getDb } from "@/lib/server/db";
import { route } from "@/lib/server/http";
import { parseRange } from "@/lib/services/artifacts/range";
import { openMedia } from "@/lib/services/media/open-media";

const params = z.strictObject({ sha256 });

/** The address is the content's sum, so a copy never grows old; and whatever it is, it may run nothing. */
const HEADERS = {
  "cache-control": "private, max-age=31536000, immutable",
  "accept-ranges": "bytes",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; sandbox",
};

export const GET = route({ access: "operator", params }, async ({ params: { sha256 }, request }) => {
  const range = parseRange(request.headers.get("range"));
  const { start, end, bytes, blocks, mimeType } = await openMedia(getDb(), sha256, range, new Date());
  return new Response(Readable.toWeb(Readable.from(blocks)) as ReadableStream<Uint8Array>, {
    status: range ? 206 : 200,
    headers: {
      ...HEADERS,
      "content-type": mimeType,
      "content-length": String(end - start),
      ...(range && { "content-range": `bytes ${start}-${end - 1}/${bytes}` }),
    },
  });
});
