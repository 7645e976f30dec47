import type { Queryable } from "@/db/client";
import { findAblationSpec } from "@/db/queries/ablations";
import { findCheckpointWithRun } from "@/db/queries/forks";
import type { AblationSpec } from "@/lib/contracts";
import { AppError, type FieldError, notFound } from "@/lib/domain/errors";
import { forkLaunch, sameModel } from "@/lib/domain/fork-launch";

/** What the launch form opens with when a checkpoint is forked, and what it says about where that begins. */
export interface Fork {
  spec: AblationSpec;
  checkpointId: string;
  trainStep: number;
  run: { id: string; name: string };
  ablation: { id: string; name: string };
}

const path = "forkedFrom";

/** What is wrong with the checkpoint that a launch names; empty where it names none. */
export async function checkFork(db: Queryable, spec: AblationSpec): Promise<FieldError[]> {
  if (spec.forkedFrom === null) return [];
  const found = await findCheckpointWithRun(db, spec.forkedFrom);
  if (!found) return [{ path, message: "there is no checkpoint of this id" }];
  const { checkpoint, run } = found;
  const name = `the checkpoint of "${run.name}" at train step ${checkpoint.trainStep}`;
  if (checkpoint.deletedAt !== null || checkpoint.deleteRequestedAt !== null)
    return [{ path, message: `${name} was deleted: fork another one` }];
  if (run.stage === "command")
    return [{ path, message: `"${run.name}" is a command of your own, and no training` }];
  const origin = await findAblationSpec(db, run.ablationId);
  if (!origin || !sameModel(origin.spec.profile, spec.profile))
    return [
      { path, message: `${name} is of another model: launch with the profile that it was trained with` },
    ];
  return [];
}

/** Why a checkpoint cannot be forked, and where it is from; null: nobody knows. */
export interface NoFork {
  why: string;
  from: Pick<Fork, "run" | "ablation"> | null;
}

/** What the launch form opens with for a checkpoint, or why it cannot. */
export async function forkOrReason(db: Queryable, checkpointId: string): Promise<Fork | NoFork> {
  try {
    return await getFork(db, checkpointId);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const found = await findCheckpointWithRun(db, checkpointId);
    const origin = found && (await findAblationSpec(db, found.run.ablationId));
    if (!found || !origin) return { why: error.message, from: null };
    const { id, name, ablationId } = found.run;
    return {
      why: error.message,
      from: { run: { id, name }, ablation: { id: ablationId, name: origin.name } },
    };
  }
}

/** A launch from a checkpoint, ready to be changed. Throws `not-found`, and `conflict` where it cannot be forked. */
export async function getFork(db: Queryable, checkpointId: string): Promise<Fork> {
  const found = await findCheckpointWithRun(db, checkpointId);
  const origin = found && (await findAblationSpec(db, found.run.ablationId));
  if (!found || !origin) throw notFound("checkpoint", checkpointId);
  const { checkpoint, run, armKey } = found;
  const { trainStep } = checkpoint;
  const spec = forkLaunch({
    checkpointId,
    trainStep,
    runName: run.name,
    seed: run.seed,
    armKey,
    spec: origin.spec,
  });
  if (!spec)
    throw new AppError(
      "conflict",
      `"${run.name}" belongs to no arm that trains: there is nothing to fork it into`,
    );
  const [wrong] = await checkFork(db, spec);
  if (wrong) throw new AppError("conflict", wrong.message);
  return {
    spec,
    checkpointId,
    trainStep,
    run: { id: run.id, name: run.name },
    ablation: { id: run.ablationId, name: origin.name },
  };
}
