import { env } from "./env";
import { sameSecret } from "./secrets";

/** Cookie that holds STEPWELL_TOKEN in a browser that was signed in with `?token=…`. */
export const TOKEN_COOKIE = "stepwell_token";

/** Whether a text is the server's own STEPWELL_TOKEN. False where none is set. */
export function isOperatorToken(text: string | null | undefined): boolean {
  const { token } = env();
  return token !== null && text != null && sameSecret(text, token);
}
