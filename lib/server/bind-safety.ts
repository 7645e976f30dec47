import { isLoopbackName } from "./request-guard";

/**
 * Refuses to serve other machines without a token: whoever reaches the port could launch code on the hosts.
 *
 * Throws an Error whose message is a whole sentence with the fix. Called before anything listens, after parseEnv, which
 * refuses a token that is too short.
 */
export function checkBindSafety(host: string, token: string | null | undefined): void {
  if (isLoopbackName(host)) return;
  if (!token)
    throw new Error(
      `Refusing to listen on ${host} without STEPWELL_TOKEN: anyone who reaches it could launch jobs. ` +
        "Set STEPWELL_TOKEN to a long random text, or listen on 127.0.0.1.",
    );
}
