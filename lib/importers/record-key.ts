/**
 * A record's name by what it holds: sha256 over the parts as JSON, in hex. Formats without ids of their own are named so,
 * because a place in a file means another record once the file was written anew.
 */
export async function recordKeyOf(...parts: readonly unknown[]): Promise<string> {
  // JSON keeps the parts apart and writes lone surrogates as escapes, so different parts never hash alike.
  const bytes = new TextEncoder().encode(JSON.stringify(parts));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
