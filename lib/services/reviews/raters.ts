import type { Queryable } from "@/db/client";
import { selectProjectId } from "@/db/queries/reviews";
import { ensureHuman, selectRaters, selectScorer } from "@/db/queries/reviews-raters";
import { ADJUDICATED, type Rater, type RaterList, type RaterRequest } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { newId } from "@/lib/domain/ids";

/** Id of the project asked for, else of the newest. Throws `not-found` where there is none. */
export async function projectOf(db: Queryable, id: string | undefined): Promise<string> {
  const found = await selectProjectId(db, id);
  if (found === null) throw notFound("project", id ?? "at all");
  return found;
}

/** The rater of a name in a project; who is new becomes one. Throws `not-found` without the project. */
export async function ensureRater(db: Queryable, { project, name }: RaterRequest): Promise<Rater> {
  return ensureHuman(db, { id: newId("scorer"), projectId: await projectOf(db, project), name });
}

/** The scorer that holds what adjudication decides in a project. */
export function adjudicatorOf(db: Queryable, projectId: string): Promise<Rater> {
  return ensureHuman(db, { id: newId("scorer"), projectId, name: ADJUDICATED });
}

/** Who labels in a project; empty where there is no project yet. */
export async function listRaters(db: Queryable, project: string | undefined): Promise<RaterList> {
  const projectId = await selectProjectId(db, project);
  if (projectId === null) return { projectId: null, raters: [] };
  return { projectId, raters: await selectRaters(db, projectId) };
}

/** The human scorer of an id, with its project. Throws `invalid-request` naming `field` for any other. */
export async function requireRater(db: Queryable, id: string, field = "rater") {
  const found = await selectScorer(db, id);
  if (found?.kind === "human") return found;
  const message = found ? `${found.name} is no person: its scores are not labelled here` : `no rater ${id}`;
  throw new AppError("invalid-request", { detail: message, fields: [{ path: field, message }] });
}
