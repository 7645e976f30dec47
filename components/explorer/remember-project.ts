import { PROJECT_COOKIE } from "./project-cookie";

const YEAR_SECONDS = 31_536_000;

/** Keeps the project that this browser reads, so that bare addresses lead there again. */
export function rememberProject(id: string): void {
  // As the theme's cookie is set (components/shell/theme-toggle.tsx): older browsers know no CookieStore.
  Reflect.set(document, "cookie", `${PROJECT_COOKIE}=${id}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`);
}
