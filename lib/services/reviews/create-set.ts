import type { Db, Queryable } from "@/db/client";
import type { ExplorerScope } from "@/db/queries/explorer-where";
import {
  insertAssignments,
  insertReviewItems,
  insertReviewSet,
  selectAssignments,
  selectItemIds,
} from "@/db/queries/reviews";
import { selectFrozenIds } from "@/db/queries/reviews-selection";
import type { MoreRaters, NewReviewSet, ReviewSetView } from "@/lib/contracts";
import { dealTraces, shuffled } from "@/lib/domain/deal-traces";
import { AppError, notFound } from "@/lib/domain/errors";
import { newId } from "@/lib/domain/ids";
import { scopeOf } from "../explorer/scope";
import { ensureRater } from "./raters";
import { getReviewSet, requireSet } from "./sets";

const refuse = (path: string, message: string) =>
  new AppError("invalid-request", { detail: message, fields: [{ path, message }] });

/** One after the other: a transaction has one connection. */
async function raterIds(db: Queryable, project: string, names: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push((await ensureRater(db, { project, name })).id);
  return ids;
}

/** The frozen traces in the order in which they are judged. A random draw takes any of the selection, not its first. */
async function itemsOf(
  db: Queryable,
  scope: ExplorerScope,
  { order, seed, limit }: Pick<NewReviewSet, "order" | "seed" | "limit">,
): Promise<string[]> {
  if (order !== "random") return selectFrozenIds(db, scope, order, limit);
  return shuffled(await selectFrozenIds(db, scope, "trainStep", null), seed).slice(0, limit);
}

/**
 * Freezes what a selection finds now as a review set and deals its traces out to raters. Throws `invalid-request` naming
 * `selection` where it finds nothing, and `not-found` without a project.
 */
export async function createReviewSet(db: Db, request: NewReviewSet): Promise<ReviewSetView> {
  const id = newId("reviewSet");
  return db.transaction(async (tx) => {
    const scope = await scopeOf(tx, request.selection);
    if (scope === null) throw notFound("project", "at all");
    const project = scope.projectId;
    const selection = { ...request.selection, project };
    const traces = await itemsOf(tx, scope, request);
    if (traces.length === 0)
      throw refuse("selection", "no trace matches: widen the filters of the selection");
    const { name, guidelines, blind, overlap, seed } = request;
    await insertReviewSet(tx, { id, projectId: project, name, guidelines, selection, blind });
    await insertReviewItems(tx, id, traces);
    const raters = await raterIds(tx, project, request.raters);
    await insertAssignments(tx, id, dealTraces({ traces, raters, overlap, seed }));
    return getReviewSet(tx, id);
  });
}

/**
 * Adds raters to a set: they get the traces that fewer than `overlap` raters have, and nobody loses one. Throws
 * `not-found`, and `invalid-request` naming `overlap` where no trace is left for them.
 */
export async function addRaters(db: Db, setId: string, request: MoreRaters): Promise<ReviewSetView> {
  return db.transaction(async (tx) => {
    const set = await requireSet(tx, setId);
    const raters = await raterIds(tx, set.projectId, request.raters);
    const held = new Map<string, Set<string>>();
    for (const { traceId, scorerId } of await selectAssignments(tx, setId))
      held.set(traceId, (held.get(traceId) ?? new Set()).add(scorerId));
    const traces = await selectItemIds(tx, setId);
    const { overlap, seed } = request;
    const dealt = dealTraces({ traces, raters, overlap, seed, held });
    if (dealt.length === 0)
      throw refuse(
        "overlap",
        `every trace has ${overlap} raters already: raise the number of raters a trace`,
      );
    await insertAssignments(tx, setId, dealt);
    return getReviewSet(tx, setId);
  });
}
