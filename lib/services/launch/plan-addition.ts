import type { Queryable } from "@/db/client";
import { findAblationSpec } from "@/db/queries/ablations";
import { countCompleteEvaluations, selectEvaluateJobs, selectRewriteJobs } from "@/db/queries/seed-additions";
import { type AblationSpec, type AddSeedsRequest, ablationSpec, type SeedAddition } from "@/lib/contracts";
import { AppError, type FieldError, notFound } from "@/lib/domain/errors";
import { type AblationPlan, expandSeeds, needsWarmUp } from "@/lib/domain/expand-ablation";
import { HOST_AWAY_MS } from "@/lib/domain/lease-times";
import { isDeadEnd } from "@/lib/domain/run-status";
import { nextSeeds, seedAdditionCaution, versionSentences } from "@/lib/domain/seed-additions";
import { plural } from "@/lib/format/number";
import { ablationKind } from "../ablations-read/ablation-kind";
import { refuseUnlaunchable } from "./refuse-unlaunchable";

const MOST_SEEDS = 64;
const MOST_RUNS = 512;

/** The traces that the added warm-ups learn from. */
interface Traces {
  kind: SeedAddition["rewrite"];
  /** The job that wrote (or will write) them; null where they are written again or not needed. */
  jobId: string | null;
  note: string;
  warnings: string[];
}

/** What an addition would store, and what is worth knowing before it is stored. */
export interface PlannedAddition {
  /** The ablation's spec with the seeds added. */
  spec: AblationSpec;
  plan: AblationPlan;
  addition: SeedAddition;
  traces: Traces;
  warnings: string[];
}

function refusals(spec: AblationSpec, { seeds: asked }: AddSeedsRequest, seeds: number[]): FieldError[] {
  const path = asked ? "seeds" : "count";
  const there = seeds.flatMap((seed, i) =>
    spec.seeds.includes(seed)
      ? [{ path: `seeds.${i}`, message: `seed ${seed} is part of this ablation already: name another` }]
      : [],
  );
  if (there.length > 0) return there;
  const total = spec.seeds.length + seeds.length;
  if (total > MOST_SEEDS) {
    const room = Math.max(0, MOST_SEEDS - spec.seeds.length);
    return [{ path, message: `an ablation has ${MOST_SEEDS} seeds at the most: ${room} more fit` }];
  }
  if (total * spec.arms.length > MOST_RUNS) {
    const room = Math.max(0, Math.floor(MOST_RUNS / spec.arms.length) - spec.seeds.length);
    return [
      { path, message: `arms x seeds must stay within ${MOST_RUNS} runs: ${plural(room, "more seed")} fit` },
    ];
  }
  return [];
}

async function tracesOf(
  db: Queryable,
  ablationId: string,
  spec: AblationSpec,
  wish: AddSeedsRequest["rewrite"],
  now: Date,
): Promise<Traces> {
  if (!needsWarmUp(spec)) return { kind: "none", jobId: null, note: "No arm needs a warm-up.", warnings: [] };
  const usable = (await selectRewriteJobs(db, ablationId)).find((job) => !isDeadEnd(job.status));
  if (wish === "again" || !usable) {
    const why = usable ? "as asked" : "the first rewriting has no result";
    const note = `The traces are written again (${why}).`;
    const warning = "The added warm-ups learn from traces of their own writing, not from those of the first.";
    return { kind: "again", jobId: null, note, warnings: [warning] };
  }
  const where = usable.hostName ? ` on ${usable.hostName}` : "";
  const away = !usable.hostSeenAt || now.getTime() - usable.hostSeenAt.getTime() > HOST_AWAY_MS;
  return {
    kind: "reused",
    jobId: usable.id,
    note: `The warm-ups learn from the traces of the first seeds${where}.`,
    warnings:
      usable.hostName && away
        ? [`${usable.hostName} is away: the added jobs wait for it, or write the traces again.`]
        : [],
  };
}

/** Why nothing can be added to what is no launch. */
const NO_LAUNCH = {
  wrapped: "these are commands that people started with `stepwell run`: start another",
  import: "these are imported traces, which have no seeds: import more of them",
} as const;

/** What is known of the ablation at this moment: on what the decision to add seeds can rest. */
async function knownNow(db: Queryable, ablationId: string, spec: AblationSpec) {
  const [evaluationsKnown, jobs] = await Promise.all([
    countCompleteEvaluations(db, ablationId),
    selectEvaluateJobs(db, ablationId),
  ]);
  const finished = spec.seeds.filter((seed) => {
    const own = jobs.filter((job) => job.seed === seed);
    return own.length > 0 && own.every((job) => job.status === "succeeded");
  });
  return { seedsBefore: spec.seeds.length, finishedSeeds: finished.length, evaluationsKnown };
}

/**
 * Plans the runs and jobs of more seeds for exactly the stored spec. Throws `not-found`, `conflict` for a
 * project of wrapped commands or imported traces, and `invalid-request` naming the seeds that cannot be added or what of the spec can no
 * longer be launched.
 */
export async function planAddition(
  db: Queryable,
  ablationId: string,
  request: AddSeedsRequest,
  context: { codeVersion: string; now: Date },
): Promise<PlannedAddition> {
  const found = await findAblationSpec(db, ablationId);
  if (!found) throw notFound("ablation", ablationId);
  const kind = await ablationKind(db, ablationId);
  if (kind !== null && kind !== "ablation") throw new AppError("conflict", NO_LAUNCH[kind]);
  const stored = ablationSpec.parse(found.spec);
  const seeds = request.seeds ?? nextSeeds(stored.seeds, request.count ?? 1);
  const fields = refusals(stored, request, seeds);
  if (fields.length > 0) {
    const detail = fields.map((field) => `${field.path}: ${field.message}`).join("; ");
    throw new AppError("invalid-request", { detail, fields });
  }
  const spec = { ...stored, seeds: [...stored.seeds, ...seeds] };
  await refuseUnlaunchable(db, spec);
  const traces = await tracesOf(db, ablationId, stored, request.rewrite, context.now);
  const addition: SeedAddition = {
    at: context.now.toISOString(),
    seeds,
    ...(await knownNow(db, ablationId, stored)),
    codeVersion: context.codeVersion,
    launchCodeVersion: found.codeVersion,
    rewrite: traces.kind,
    environmentDifferences: [],
  };
  const told = [seedAdditionCaution(addition), ...versionSentences(addition), ...traces.warnings];
  return {
    spec,
    plan: expandSeeds(spec, seeds, { rewrite: traces.kind === "again" }),
    addition,
    traces,
    warnings: told,
  };
}
