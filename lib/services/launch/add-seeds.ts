import type { Db, Queryable } from "@/db/client";
import { insertWork, lockAblation, updateAblationSpec } from "@/db/queries/ablations";
import { selectArmsOf } from "@/db/queries/ablations-read";
import { notifyAll } from "@/db/queries/notify";
import { insertSeedAddition } from "@/db/queries/seed-additions";
import type { AddSeedsAnswer, AddSeedsPreview, AddSeedsRequest } from "@/lib/contracts";
import { AppError, notFound } from "@/lib/domain/errors";
import { routes } from "@/lib/domain/routes";
import { type PlannedAddition, planAddition } from "./plan-addition";
import { type PlanRows, planRows } from "./plan-rows";
import { previewPlan } from "./preview-launch";
import { tellAdditions } from "./seed-additions";
import { type StoredAddition, storedAddition, storedAdditions } from "./stored-additions";

export interface AddSeedsContext {
  /** Version of Stepwell that adds them. */
  codeVersion: string;
  /** Names this addition: the same for every try at it. */
  idempotencyKey?: string;
  now: Date;
}

const sameSeeds = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((seed) => b.includes(seed));

/** The addition that this request repeats, if it does. Throws `conflict` for a key that added something else. */
function repeated(
  before: readonly StoredAddition[],
  request: AddSeedsRequest,
  key: string | undefined,
): StoredAddition | null {
  const { seeds, count } = request;
  const byKey = key === undefined ? undefined : before.find((each) => each.idempotencyKey === key);
  if (byKey) {
    if (seeds ? sameSeeds(seeds, byKey.seeds) : count === byKey.seeds.length) return byKey;
    throw new AppError("conflict", `this Idempotency-Key has added seeds ${byKey.seeds.join(", ")}`);
  }
  return (seeds && before.find((each) => sameSeeds(seeds, each.seeds))) ?? null;
}

async function answerOf(db: Queryable, id: string, stored: StoredAddition): Promise<AddSeedsAnswer> {
  const [addition] = await tellAdditions(db, id, [stored]);
  if (!addition) throw new Error("an addition of seeds vanished while it was told");
  const { runs, jobs } = stored;
  return { id, url: routes.ablation(id), apiUrl: `/api/v1/ablations/${id}`, addition, runs, jobs };
}

async function rowsOf(db: Queryable, id: string, planned: PlannedAddition): Promise<PlanRows> {
  const { spec, plan, traces, addition } = planned;
  const arms = await selectArmsOf(db, [id]);
  return planRows(plan, {
    spec,
    ablationId: id,
    codeVersion: addition.codeVersion,
    armIds: new Map(arms.map((arm) => [arm.key, arm.id])),
    storedJobs: new Map(traces.jobId === null ? [] : [["rewrite", traces.jobId]]),
  });
}

async function store(
  db: Queryable,
  id: string,
  planned: PlannedAddition,
  context: AddSeedsContext,
): Promise<StoredAddition> {
  const rows = await rowsOf(db, id, planned);
  await updateAblationSpec(db, id, planned.spec);
  await insertWork(db, rows);
  const first = rows.jobs.find((job) => typeof job.runId === "string" && job.kind !== "evaluate");
  if (!first?.runId) throw new Error("seeds were added without a training");
  const { at: _, environmentDifferences: __, ...facts } = planned.addition;
  const body = storedAddition.parse({
    ...facts,
    idempotencyKey: context.idempotencyKey ?? null,
    runs: rows.runs.length,
    jobs: rows.jobs.length,
  });
  await insertSeedAddition(db, { jobId: first.id, runId: first.runId, at: context.now, body });
  return { ...body, at: context.now };
}

/**
 * Adds seeds to an ablation: the same arms and settings, one new warm-up per seed shared by its arms (so differences
 * stay paired), evaluations, and the traces of the first rewriting where it has a result. All of it in one transaction
 * with the record of what was known then. The same seeds (or the same idempotency key) again add nothing and get the
 * same answer.
 *
 * Throws `not-found`, `invalid-request` naming the seeds, and `conflict` for a key that added something else.
 */
export async function addSeeds(
  db: Db,
  id: string,
  request: AddSeedsRequest,
  context: AddSeedsContext,
): Promise<{ answer: AddSeedsAnswer; isNew: boolean }> {
  const done = await db.transaction(async (tx) => {
    if (!(await lockAblation(tx, id))) throw notFound("ablation", id);
    const before = repeated(await storedAdditions(tx, id), request, context.idempotencyKey);
    if (before) return { stored: before, isNew: false };
    const planned = await planAddition(tx, id, request, context);
    return { stored: await store(tx, id, planned, context), isNew: true };
  });
  if (done.isNew) {
    const added = { type: "status", ablationId: id, runId: null, jobId: null, status: "queued" };
    await notifyAll(db, [JSON.stringify(added)]);
  }
  return { answer: await answerOf(db, id, done.stored), isNew: done.isNew };
}

/** What adding these seeds would create and cost, and what is worth knowing before. Writes nothing. */
export async function previewAddSeeds(
  db: Db,
  id: string,
  request: AddSeedsRequest,
  context: Pick<AddSeedsContext, "codeVersion" | "now">,
): Promise<AddSeedsPreview> {
  const { spec, plan, addition, traces, warnings } = await planAddition(db, id, request, context);
  return {
    addition,
    preview: await previewPlan(db, spec, plan, context.now),
    tracesNote: traces.note,
    warnings,
  };
}
