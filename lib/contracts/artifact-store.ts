import { z } from "zod";
import { bigCount, sha256 } from "./scalars";

/** What the server's store has of a file. */
export const storedFile = z.strictObject({
  sha256,
  /** All of it is here, and its sum was verified. */
  stored: z.boolean(),
  received: bigCount.describe("bytes that are here: where the next piece begins"),
});
export type StoredFile = z.infer<typeof storedFile>;

/**
 * Headers of PUT /api/v1/artifacts/{sha256}. A large file may come in pieces: `upload-offset` is where this one begins,
 * `upload-length` the size of the whole file.
 */
export const uploadHeaders = z.strictObject({
  "upload-offset": z.coerce.number().pipe(bigCount),
  "upload-length": z.coerce.number().pipe(bigCount),
});
