import { z } from "zod";
import { bigCount, sha256 } from "./scalars";

/** An image or video of a prompt, by reference: GET /api/v1/media/{sha256} serves it, ranges included. */
export const promptMedia = z.strictObject({
  kind: z.enum(["image", "video", "frame"]),
  name: z.string().min(1).max(1_000).describe("as the source calls it: a path or an address"),
  sha256: sha256.nullable().describe("null: only named; its file did not come along"),
  mimeType: z.string().max(200).nullable(),
  bytes: bigCount.nullable(),
  /** Of a frame: its time in the video. */
  atSeconds: z.number().min(0).nullable().default(null),
});
export type PromptMedia = z.infer<typeof promptMedia>;

/** As an importer hands it over: with its bytes where the source holds them in the record itself (a data address). */
export const importedMedia = promptMedia.extend({
  sha256: promptMedia.shape.sha256.default(null),
  mimeType: promptMedia.shape.mimeType.default(null),
  bytes: promptMedia.shape.bytes.default(null),
  data: z.base64().max(100_000_000).nullable().default(null),
});
export type ImportedMedia = z.infer<typeof importedMedia>;
