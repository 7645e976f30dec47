import { type NextRequest, NextResponse } from "next/server";
import { env } from "@/lib/server/env";
import { isOperatorToken, TOKEN_COOKIE } from "@/lib/server/operator-token";
import { isAllowedHost } from "@/lib/server/request-guard";

/** Pages only: the routes below /api guard themselves (lib/server/http.ts) and stream bodies that must not be copied. */
export const config = { matcher: "/((?!api/|_next/static/).*)" };

function refusal(status: number, text: string): NextResponse {
  return new NextResponse(`${text}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });
}

/** Signs the browser in and takes the token out of the address, so that it stays out of history and logs. */
function signIn(request: NextRequest, token: string): NextResponse {
  const target = request.nextUrl.clone();
  target.searchParams.delete("token");
  // Relative, since behind `-H` the server does not know the name it was reached by; with one slash at its start,
  // since two would name another host.
  const answer = new NextResponse(null, {
    status: 303,
    headers: { location: `/${target.pathname.replace(/^[/\\]+/, "")}${target.search}` },
  });
  answer.cookies.set(TOKEN_COOKIE, token, {
    httpOnly: true,
    sameSite: "strict",
    path: "/",
    secure: request.nextUrl.protocol === "https:",
    maxAge: 60 * 60 * 24 * 30,
  });
  return answer;
}

/** Checks the Host of every page request and, where STEPWELL_TOKEN is set, that the browser was signed in with it. */
export function proxy(request: NextRequest): NextResponse {
  const { allowedHosts, token } = env();
  if (!isAllowedHost(request.headers.get("host"), allowedHosts))
    return refusal(403, "This host name is not served here. Name it in STEPWELL_ALLOWED_HOSTS.");
  // No text that is stored holds U+0000: Postgres refuses to look for it.
  if (/%00/.test(request.url)) return refusal(400, "This address holds %00, which stands for no character.");
  if (token === null) return NextResponse.next();
  // A token typed as it is may hold "+", which an address reads as a space; no token holds a space.
  const given = request.nextUrl.searchParams.get("token")?.replaceAll(" ", "+") ?? null;
  if (given !== null && isOperatorToken(given)) return signIn(request, given);
  if (isOperatorToken(request.cookies.get(TOKEN_COOKIE)?.value)) return NextResponse.next();
  return refusal(401, "Open this address once with ?token=<STEPWELL_TOKEN> to sign this browser in.");
}
