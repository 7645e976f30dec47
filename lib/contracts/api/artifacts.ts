import { storedFile } from "../artifact-store";
import type { ApiEndpoint } from "./endpoint";

/** Files of checkpoints and data sets on their way between hosts. */
export const ARTIFACTS_API: ApiEndpoint[] = [
  {
    method: "HEAD",
    path: "/api/v1/artifacts/{sha256}",
    access: "agent",
    summary:
      "Whether the store holds a file of that content: 200 with its size, or 404 with `upload-offset`, the bytes that have arrived so far.",
  },
  {
    method: "GET",
    path: "/api/v1/artifacts/{sha256}",
    access: "agent",
    summary: "A stored file; `Range: bytes=N-` goes on where a download broke off.",
    errors: ["range-not-satisfiable"],
  },
  {
    method: "PUT",
    path: "/api/v1/artifacts/{sha256}",
    access: "agent",
    summary:
      "Takes a file, or a piece of it: headers `upload-offset` and `upload-length` (of the whole file). With the last byte the sum is verified; a file with another sum is refused and leaves nothing. Sent again it changes nothing.",
    answer: storedFile,
    errors: ["conflict", "storage-full", "too-many-requests"],
  },
];
