/** Whether a host name (without port, brackets allowed) always means this very machine. */
export function isLoopbackName(name: string): boolean {
  const bare = name.toLowerCase().replace(/^\[|\]$/g, "");
  return (
    bare === "localhost" || bare === "::1" || /^127(\.\d{1,3}){3}$/.test(bare) || bare.endsWith(".localhost")
  );
}

/** The host name of a `Host` header, or null if it is malformed. */
export function hostNameOf(header: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.exec(header.trim());
  return match?.[1]?.toLowerCase() ?? null;
}

/**
 * Whether this server answers to that `Host`. Any web page can point its own name at 127.0.0.1 (DNS rebinding),
 * so a name that is neither loopback nor listed is refused, whatever else the request carries.
 */
export function isAllowedHost(header: string | null, allowedHosts: string[]): boolean {
  const name = header === null ? null : hostNameOf(header);
  if (name === null) return false;
  return (
    isLoopbackName(name) || allowedHosts.includes(name) || allowedHosts.includes(header?.toLowerCase() ?? "")
  );
}

/**
 * Whether a mutation without a bearer token may come from where it says. Browsers send `Origin` on every
 * cross-site mutation; clients that are not browsers send none and cannot be tricked by a web page.
 */
export function isAllowedOrigin(headers: Headers, host: string): boolean {
  const origin = headers.get("origin");
  if (origin !== null) return originHost(origin) === host.toLowerCase();
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}

function originHost(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

/** Methods that change nothing. */
export function isSafeMethod(method: string): boolean {
  return method === "GET" || method === "HEAD" || method === "OPTIONS";
}
