import { createHash } from "node:crypto";
import type { ResultSetFile } from "@/lib/contracts";
import { canonicalJson } from "@/lib/domain/canonical-json";

/** The same content is the same set, however its file was written: defaults filled in, keys in order. */
export function contentHash(file: ResultSetFile): string {
  return createHash("sha256").update(canonicalJson(file)).digest("hex");
}
