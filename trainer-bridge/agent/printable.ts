/** Bytes as text that any screen, log and database takes: other bytes than UTF-8 and controls become visible. */
export function printable(bytes: Uint8Array): string {
  const text = new TextDecoder("utf-8", { fatal: false }).decode(bytes).replace(/\r\n?/g, "\n");
  return text.replace(/\p{Cc}/gu, (c) =>
    c === "\n" || c === "\t" ? c : `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

/** At most `limit` UTF-16 units from the end, beginning with a whole line where one begins soon. */
export function lastLines(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const tail = text.slice(-limit);
  const line = tail.indexOf("\n");
  const whole = line >= 0 && line < tail.length / 2 ? tail.slice(line + 1) : tail;
  // Never half of a surrogate pair.
  return /^[\udc00-\udfff]/.test(whole) ? whole.slice(1) : whole;
}
