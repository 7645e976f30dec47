import { cookies } from "next/headers";
import type { Queryable } from "@/db/client";
import type { Rater } from "@/lib/contracts";
import { parseRater, RATER_COOKIE } from "@/lib/domain/rater-cookie";
import { listRaters } from "@/lib/services/reviews/raters";

export interface Who {
  /** Who labels in this browser; null: nobody said, or nobody of that name is a rater of the project. */
  rater: Rater | null;
  known: Rater[];
}

/** Who labels in this browser, among the raters of a project. */
export async function whoIsIt(db: Queryable, project: string): Promise<Who> {
  const name = parseRater((await cookies()).get(RATER_COOKIE)?.value);
  const { raters } = await listRaters(db, project);
  return { rater: raters.find((rater) => rater.name === name) ?? null, known: raters };
}
