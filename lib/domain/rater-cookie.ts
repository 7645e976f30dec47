/** Who labels in this browser, kept in a cookie so that the first byte has the right queue. Accounts come later. */
export const RATER_COOKIE = "stepwell-rater";

const A_YEAR_S = 31_536_000;

/** The name in the cookie's value; null where there is none or it cannot be read. */
export function parseRater(value: string | undefined): string | null {
  if (value === undefined || value === "") return null;
  try {
    const name = decodeURIComponent(value).trim();
    return name === "" ? null : name;
  } catch {
    return null;
  }
}

/** What `document.cookie` is set to for a name. */
export function raterCookie(name: string): string {
  return `${RATER_COOKIE}=${encodeURIComponent(name)}; Path=/; Max-Age=${A_YEAR_S}; SameSite=Lax`;
}
