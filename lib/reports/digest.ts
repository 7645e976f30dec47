import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/domain/canonical-json";

/** sha256 of a value as canonical JSON, in lower-case hex: equal for equal values, whatever the order of keys. */
export function digestOf(value: unknown): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
