import { isDeepStrictEqual } from "node:util";
import type { Db } from "@/db/client";
import { ensureProject, findAblationSpec, insertAblation, insertWork } from "@/db/queries/ablations";
import { notifyAll } from "@/db/queries/notify";
import { type AblationSpec, ablationSpec, type LaunchAnswer } from "@/lib/contracts";
import { AppError } from "@/lib/domain/errors";
import { type AblationPlan, expandAblation } from "@/lib/domain/expand-ablation";
import { newId } from "@/lib/domain/ids";
import { routes } from "@/lib/domain/routes";
import { idFrom } from "./id-from";
import { armRows, planRows } from "./plan-rows";
import { refuseUnlaunchable } from "./refuse-unlaunchable";
import { storedAdditions } from "./stored-additions";

export interface LaunchContext {
  /** Version of Stepwell itself, recorded with every run. */
  codeVersion: string;
  /** Names this launch: the client's own choice, the same for every try at it. */
  idempotencyKey?: string;
}

const DEFAULT_PROJECT = "default";

/** The answer to a launch; the same for every repetition of the request. */
function answerOf(id: string, plan: AblationPlan): LaunchAnswer {
  return {
    id,
    url: routes.ablation(id),
    apiUrl: `/api/v1/ablations/${id}`,
    runs: plan.runs.length,
    jobs: plan.jobs.length,
  };
}

/** Whether two specs say the same, whatever order their fields were stored in. */
async function isSameLaunch(db: Db, id: string, spec: AblationSpec): Promise<boolean> {
  const found = await findAblationSpec(db, id);
  if (!found) return false;
  const stored = ablationSpec.parse(found.spec);
  const added = new Set((await storedAdditions(db, id)).flatMap((addition) => addition.seeds));
  const seeds = stored.seeds.filter((seed) => !added.has(seed));
  // Which checkpoints stay may be changed after the launch, as seeds may be added.
  return isDeepStrictEqual({ ...stored, seeds, retention: spec.retention }, spec);
}

/**
 * Launches an ablation: its arms, runs and jobs are stored in one transaction, and the first jobs can be leased from
 * then on. With an idempotency key the ablation's id follows from the key: the same request again, even at the same
 * moment, launches nothing and gets the same answer (`repeated`).
 *
 * Throws `invalid-request` naming the fields, and `conflict` where the key launched something else; nothing is written
 * then.
 */
export async function launchAblation(
  db: Db,
  spec: AblationSpec,
  { codeVersion, idempotencyKey }: LaunchContext,
): Promise<LaunchAnswer & { repeated: boolean }> {
  await refuseUnlaunchable(db, spec);
  const plan = expandAblation(spec);
  const id = idempotencyKey === undefined ? newId("ablation") : idFrom("ablation", idempotencyKey);
  const answer = answerOf(id, plan);
  if (!(await store(db, id, spec, plan, codeVersion))) {
    if (await isSameLaunch(db, id, spec)) return { ...answer, repeated: true };
    const detail = `this Idempotency-Key has launched ${id} with other settings: send another key for another launch`;
    throw new AppError("conflict", detail);
  }
  const launched = { type: "status", ablationId: id, runId: null, jobId: null, status: "queued" };
  await notifyAll(db, [JSON.stringify(launched)]);
  return { ...answer, repeated: false };
}

/** False where an ablation of this id is there already. */
async function store(
  db: Db,
  ablationId: string,
  spec: AblationSpec,
  plan: AblationPlan,
  codeVersion: string,
): Promise<boolean> {
  const arms = armRows(spec, ablationId);
  const armIds = new Map(arms.map((arm) => [arm.key, arm.id]));
  const rows = planRows(plan, { spec, ablationId, codeVersion, armIds });
  return db.transaction(async (tx) => {
    const projectId = await ensureProject(tx, newId("project"), DEFAULT_PROJECT);
    const { name, description } = spec;
    const made = await insertAblation(tx, {
      id: ablationId,
      projectId,
      name,
      description,
      spec,
      codeVersion,
    });
    if (made) await insertWork(tx, { arms, ...rows });
    return made;
  });
}
