import type { Db, Queryable } from "@/db/client";
import { ensureProject, insertAblation } from "@/db/queries/ablations";
import { ensureImportRun, findAblationNamed } from "@/db/queries/imports";
import { ensureWrappedHost, lockName } from "@/db/queries/wrapped-runs";
import type { AblationSpec, ImportFormat } from "@/lib/contracts";
import { newId } from "@/lib/domain/ids";
import { storableText } from "@/lib/domain/stored-text";
import { hashToken } from "@/lib/server/secrets";
import { contentId } from "../ingest/identity";
import { wrappedSpec } from "../wrapped-runs/wrapped-spec";

/** Where imports go that name no ablation. */
export const IMPORTED_TRACES = "Imported traces";

/** The project and ablation that traces are imported into. */
export interface ImportTarget {
  projectId: string;
  projectName: string;
  ablationId: string;
}

/** The spec of an ablation of imported traces: nothing is trained by it; it stands where every ablation has one. */
function importSpec(name: string): AblationSpec {
  return {
    ...wrappedSpec(name),
    description: "Traces that were imported from elsewhere.",
    arms: [{ key: "import", name: "Imported", training: null, place: null }],
  };
}

/** The project and ablation of these names, made where there are none. An ablation that was launched may be named too. */
export async function ensureTarget(
  db: Db,
  asked: { project: string; ablation: string | null; codeVersion: string },
): Promise<ImportTarget> {
  const name = asked.ablation ?? IMPORTED_TRACES;
  return db.transaction(async (tx) => {
    await lockName(tx, `import ${asked.project} ${name}`);
    const projectId = await ensureProject(tx, newId("project"), asked.project);
    const target = { projectId, projectName: asked.project };
    const found = await findAblationNamed(tx, projectId, name);
    if (found !== null) return { ...target, ablationId: found };
    const [id, spec] = [newId("ablation"), importSpec(name)];
    const { description } = spec;
    const { codeVersion } = asked;
    await insertAblation(tx, { id, projectId, name, spec, codeVersion, description, kind: "import" });
    return { ...target, ablationId: id };
  });
}

/** Whose runs are made. */
export interface RunsOf {
  importId: string;
  ablationId: string;
  format: ImportFormat;
  source: string;
  codeVersion: string;
}

/** Ids of the run of that key; they follow from the import, so that a second start finds them. */
export function importRunIds(importId: string, run: string) {
  const parts = [importId, run];
  return {
    runId: contentId("run", parts),
    jobId: contentId("job", parts),
    attemptId: contentId("attempt", parts),
    tokenId: contentId("token", parts),
  };
}

/** Makes the run of a key of an import: it has succeeded already, and no agent ever had it. */
export async function ensureRun(
  tx: Queryable,
  of: RunsOf,
  run: { key: string; modelId: string; at: Date },
): Promise<void> {
  const { runId, jobId, attemptId, tokenId } = importRunIds(of.importId, run.key);
  const hostId = await ensureWrappedHost(tx, newId("host"), "imports");
  const name = storableText(run.key);
  const ended = { status: "succeeded" as const, startedAt: run.at, endedAt: run.at };
  const common = { ablationId: of.ablationId, seed: 0, name, createdAt: run.at };
  await ensureImportRun(tx, {
    run: {
      ...{ ...common, ...ended, id: runId, stage: "import", plannedTrainSteps: 0 },
      ...{ codeVersion: of.codeVersion, modelId: storableText(run.modelId) },
      config: { stage: "import", format: of.format, source: storableText(of.source), importId: of.importId },
    },
    job: {
      ...common,
      ...ended,
      id: jobId,
      runId,
      kind: "command",
      wrapped: true,
      currentAttemptId: attemptId,
    },
    // Nobody holds this token: the attempt only has to have one.
    token: {
      id: tokenId,
      hash: hashToken(newId("token")),
      scope: "run",
      subject: attemptId,
      revokedAt: run.at,
    },
    attempt: {
      ...{ id: attemptId, jobId, runId, number: 1, hostId, tokenId, ...ended },
      ...{ leasedAt: run.at, drainedAt: run.at, engineState: "ended", exitCode: 0 },
    },
  });
}
