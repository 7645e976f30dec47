import type { Queryable } from "@/db/client";
import { selectResultSetsByIds } from "@/db/queries/result-sets";
import { selectAblations, selectRunsByIds } from "@/db/queries/results-read";
import type { ResultSelection } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { isEmpty } from "./get-results";

/** Why a selection has no results: `invalid-request` for an empty one, else `not-found` naming every id that is none. */
export async function refusalOf(db: Queryable, selection: ResultSelection): Promise<AppError> {
  if (isEmpty(selection)) {
    const message = "select something: ablation, runs or imported";
    return new AppError("invalid-request", { detail: message, fields: [{ path: "ablation", message }] });
  }
  const { ablation, runs, imported } = selection;
  const [ablations, runRows, sets] = await Promise.all([
    selectAblations(db, ablation === undefined ? [] : [ablation]),
    selectRunsByIds(db, runs),
    selectResultSetsByIds(db, imported),
  ]);
  const there = new Set([...ablations, ...runRows, ...sets.map(({ set }) => set)].map(({ id }) => id));
  const named = [
    ...[ablation ?? []].flat().map((id) => ({ path: "ablation", id, what: "ablation" })),
    ...runs.map((id) => ({ path: "runs", id, what: "run" })),
    ...imported.map((id) => ({ path: "imported", id, what: "imported result set" })),
  ].filter(({ id }) => !there.has(id));
  const fields = named.map(({ path, id, what }) => ({ path, message: `no ${what} ${id}` }));
  return new AppError("not-found", { detail: fields.map(({ message }) => message).join("; "), fields });
}
