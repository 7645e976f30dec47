/** What a person chose: "system" follows the machine. Kept in a cookie so that the first byte has the right colours. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];
export const THEME_COOKIE = "stepwell-theme";

/** Reads the cookie's value; anything unknown is "system". */
export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((t) => t === value) ?? "system";
}
