import "server-only";

/** What a client that went away would be told, by the convention of web servers; nobody reads it. */
const CLIENT_CLOSED = 499;

/** Runs a long computation for a request and lets it end quietly once the client is gone. */
export async function whileWanted(
  request: Request,
  work: (signal: AbortSignal) => Promise<Response>,
): Promise<Response> {
  try {
    return await work(request.signal);
  } catch (error) {
    if (request.signal.aborted) return new Response(null, { status: CLIENT_CLOSED });
    throw error;
  }
}
