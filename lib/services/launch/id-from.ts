import { createHash } from "node:crypto";
import { ID_PREFIXES, type IdKind } from "@/lib/contracts";

const DIGITS = 24;

/** The id that a text stands for: the same text, the same id; 24 base-36 digits (124 bits) of its SHA-256. */
export function idFrom(kind: IdKind, text: string): string {
  const hash = createHash("sha256").update(`${kind}\n${text}`).digest("hex");
  return `${ID_PREFIXES[kind]}_${BigInt(`0x${hash}`).toString(36).padStart(DIGITS, "0").slice(-DIGITS)}`;
}
