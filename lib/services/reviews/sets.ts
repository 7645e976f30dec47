import type { Queryable } from "@/db/client";
import {
  countItems,
  countProgress,
  deleteReviewSet,
  type ReviewSetRecord,
  selectProjectId,
  selectReviewProjects,
  selectReviewSet,
  selectReviewSets,
  updateReviewSet,
} from "@/db/queries/reviews";
import type {
  RaterProgress,
  ReviewSetChange,
  ReviewSetList,
  ReviewSetRow,
  ReviewSetView,
} from "@/lib/contracts";
import { notFound } from "@/lib/domain/errors";

async function rowsOf(db: Queryable, sets: readonly ReviewSetRecord[]): Promise<ReviewSetRow[]> {
  const ids = sets.map((set) => set.id);
  const counts = new Map((await countItems(db, ids)).map((row) => [row.setId, row]));
  const progress = await countProgress(db, ids);
  const ratersOf = (id: string): RaterProgress[] =>
    progress
      .filter((row) => row.setId === id)
      .map(({ setId: _, lastAt, ...row }) => ({ ...row, lastAt: lastAt?.toISOString() ?? null }));
  return sets.map((set) => ({
    ...{ id: set.id, projectId: set.projectId, name: set.name, blind: set.blind },
    createdAt: set.createdAt.toISOString(),
    closedAt: set.closedAt?.toISOString() ?? null,
    traces: counts.get(set.id)?.traces ?? 0,
    complete: counts.get(set.id)?.complete ?? 0,
    raters: ratersOf(set.id),
  }));
}

/** Every project, the newest first, with how many review sets it has. */
export function listReviewProjects(db: Queryable) {
  return selectReviewProjects(db);
}

/** Review sets of a project, the newest first; none where there is no project yet. */
export async function listReviewSets(db: Queryable, project: string | undefined): Promise<ReviewSetList> {
  const projectId = await selectProjectId(db, project);
  if (projectId === null) return { sets: [] };
  return { sets: await rowsOf(db, await selectReviewSets(db, projectId)) };
}

/** The stored set of an id. Throws `not-found`. */
export async function requireSet(db: Queryable, id: string): Promise<ReviewSetRecord> {
  const set = await selectReviewSet(db, id);
  if (!set) throw notFound("review set", id);
  return set;
}

/** One set with its guidelines and what it was frozen from. Throws `not-found`. */
export async function getReviewSet(db: Queryable, id: string): Promise<ReviewSetView> {
  const set = await requireSet(db, id);
  const [row] = await rowsOf(db, [set]);
  if (!row) throw notFound("review set", id);
  return { ...row, guidelines: set.guidelines, selection: set.selection };
}

/** Changes what people see of a set; its traces stay frozen. Throws `not-found`. */
export async function changeReviewSet(
  db: Queryable,
  id: string,
  change: ReviewSetChange,
  now: Date,
): Promise<ReviewSetView> {
  if (!(await updateReviewSet(db, id, change, now))) throw notFound("review set", id);
  return getReviewSet(db, id);
}

/** Deletes a set and its assignments; labels belong to their traces and stay. Throws `not-found`. */
export async function removeReviewSet(db: Queryable, id: string): Promise<void> {
  if (!(await deleteReviewSet(db, id))) throw notFound("review set", id);
}
