import { randomBytes } from "node:crypto";
import { ID_PREFIXES, type IdKind } from "@/lib/contracts";

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

/** A new id of 16 random base-36 digits (82 bits) behind the prefix of its kind, e.g. `run_4k2…`. */
export function newId(kind: IdKind): string {
  // 252 is the largest multiple of 36 in a byte: rejecting the rest keeps every digit equally likely.
  let digits = "";
  while (digits.length < 16) {
    for (const byte of randomBytes(24)) if (byte < 252 && digits.length < 16) digits += ALPHABET[byte % 36];
  }
  return `${ID_PREFIXES[kind]}_${digits}`;
}
