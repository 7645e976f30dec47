import type { Db, Queryable } from "@/db/client";
import { updateStatus } from "@/db/queries/reviews";
import {
  deleteJudgement,
  insertEdit,
  type JudgementPlace,
  lockRater,
  selectJudgement,
  selectNewestAt,
  selectTracePlaces,
  upsertJudgement,
} from "@/db/queries/reviews-labels";
import type { LabelAnswer, LabelEdit, LabelEditChange, LabelRequest, StatusEdit } from "@/lib/contracts";
import { AppError, type FieldError } from "@/lib/domain/errors";
import { judgementFaults, NO_JUDGEMENT, sameJudgement, saysNothing } from "@/lib/domain/judgement";
import { keepFacts } from "../explorer/keep-facts";
import { requireRater } from "./raters";

/** A browser's clock may run ahead: no change is younger than its arrival, or it would win for ever. */
const momentOf = (at: string, now: Date) => new Date(Math.min(Date.parse(at), now.getTime()));

/** Everything that is wrong with the edits, by field. */
async function faultsOf(
  db: Queryable,
  edits: readonly LabelEdit[],
  projectId: string,
): Promise<FieldError[]> {
  const places = new Map(
    (await selectTracePlaces(db, [...new Set(edits.map((edit) => edit.traceId))])).map((row) => [
      row.id,
      row,
    ]),
  );
  return edits.flatMap((edit, i) => {
    const place = places.get(edit.traceId);
    const own =
      place === undefined || place.projectId !== projectId
        ? [{ path: "traceId", message: "is no trace of the rater's project" }]
        : judgementFaults(edit, place.stepCount);
    return own.map(({ path, message }) => ({ path: `edits.${i}.${path}`, message }));
  });
}

async function write(db: Queryable, place: JudgementPlace, change: LabelEditChange, at: Date): Promise<void> {
  if (saysNothing(change)) await deleteJudgement(db, place);
  else await upsertJudgement(db, place, change, at);
}

/** Logs one edit and lets it stand unless it was logged before or a later one stands. */
async function saveEdit(
  db: Queryable,
  edit: LabelEdit,
  scorerId: string,
  now: Date,
): Promise<LabelAnswer["edits"][number]> {
  const { id, traceId, traceStep, before, after } = edit;
  const place = { traceId, scorerId, traceStep };
  const at = momentOf(edit.at, now);
  const newest = await selectNewestAt(db, place);
  const stands = (await selectJudgement(db, place)) ?? NO_JUDGEMENT;
  if (!(await insertEdit(db, { id, ...place, before, after, at })))
    return { id, outcome: "known", current: stands };
  if (newest !== null && newest > at) return { id, outcome: "older", current: stands };
  await write(db, place, after, at);
  const expected = sameJudgement(stands, before) || sameJudgement(stands, after);
  return { id, outcome: expected ? "stored" : "replaced", current: after };
}

async function saveStatus(db: Queryable, edit: StatusEdit, scorerId: string, now: Date): Promise<boolean> {
  const { set: setId, traceId, status } = edit;
  return updateStatus(db, { setId, traceId, scorerId }, status, momentOf(edit.at, now));
}

function refuse(fields: FieldError[]): never {
  const [first] = fields;
  throw new AppError("invalid-request", { detail: `${first?.path}: ${first?.message}`, fields });
}

/**
 * Stores changes of one rater's judgements in the order given, then what is done: all or nothing. An edit whose id is
 * known counts once. Of two changes of one judgement the later one stands; both are in the log. Throws `invalid-request`
 * naming the fields.
 */
export async function saveLabels(db: Db, request: LabelRequest, now: Date): Promise<LabelAnswer> {
  return db.transaction(async (tx) => {
    const rater = await requireRater(tx, request.rater);
    await lockRater(tx, rater.id);
    const faults = await faultsOf(tx, request.edits, rater.projectId);
    if (faults.length > 0) refuse(faults);
    const edits: LabelAnswer["edits"] = [];
    for (const edit of request.edits) edits.push(await saveEdit(tx, edit, rater.id, now));
    for (const [i, status] of request.statuses.entries())
      if (!(await saveStatus(tx, status, rater.id, now)))
        refuse([{ path: `statuses.${i}.traceId`, message: "is not among the rater's traces of this set" }]);
    const changed = new Set(request.edits.map((edit) => edit.traceId));
    if (changed.size > 0) await keepFacts(tx, [...changed]);
    return { edits };
  });
}
