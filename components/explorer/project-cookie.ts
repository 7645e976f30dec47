import { projectId } from "@/lib/contracts";

/** The project that this browser read last, so that the bare address leads there again. */
export const PROJECT_COOKIE = "stepwell-project";

/** The remembered project, or null for none and for anything that is no project's id. */
export function parseProject(cookie: string | undefined): string | null {
  const parsed = projectId.safeParse(cookie);
  return parsed.success ? parsed.data : null;
}
