import type { Queryable } from "@/db/client";
import { type MeasuredJob, measuredJobs } from "@/db/queries/measured-jobs";
import type { AblationSpec, JobKind, RateSource } from "@/lib/contracts";
import { jobTokens, type TokenEstimate } from "@/lib/domain/estimate-cost";

const KINDS: JobKind[] = ["rewrite", "sft", "grpo", "evaluate"];

/** Tokens per second of one job where nothing was measured yet: one core for `tiny`, one GPU of today for `hf`. */
const ASSUMED: Record<AblationSpec["profile"]["kind"], Record<JobKind, number>> = {
  tiny: { rewrite: 20_000, sft: 40_000, grpo: 15_000, evaluate: 10_000, command: 1 },
  hf: { rewrite: 1_000, sft: 8_000, grpo: 1_500, evaluate: 2_000, command: 1 },
};
/** Share of a planned job's tokens that an earlier one must have had: a smoke test measures its start, not its speed. */
const COMPARABLE = 0.2;
/** Seconds before the first token: importing torch, loading the model. */
const START_UP = { tiny: 9, hf: 60 } as const;

/** Tokens that a job writes in all. */
export const sumOf = ({ responses, continuations }: TokenEstimate) => responses + continuations;

/** What a job's cost depends on, beside its launch. */
export interface CostedKind {
  kind: JobKind;
  armKey: string | null;
}

/** Seconds of a job that were work. A job that took hardly longer than a start is taken to have worked a tenth of it. */
function workSeconds(profile: AblationSpec["profile"]["kind"], seconds: number): number {
  return Math.max(seconds - START_UP[profile], seconds / 10);
}

/**
 * Speed by kind of job: what earlier jobs of this profile should have written by the same formula, over the seconds
 * they took. So the ratio holds for time even where the formula is off, warm-ups that end early included.
 */
export function ratesFrom(
  measured: readonly MeasuredJob[],
  spec: AblationSpec,
  planned: readonly CostedKind[],
): Map<JobKind, RateSource> {
  const largest = (kind: JobKind) =>
    Math.max(0, ...planned.filter((job) => job.kind === kind).map((job) => sumOf(jobTokens(spec, job))));
  return new Map(
    KINDS.map((kind): [JobKind, RateSource] => {
      const least = COMPARABLE * largest(kind);
      const jobs = measured.filter((job) => job.kind === kind && sumOf(jobTokens(job.spec, job)) >= least);
      const seconds = jobs.reduce((total, job) => total + workSeconds(spec.profile.kind, job.seconds), 0);
      const tokens = jobs.reduce((total, job) => total + sumOf(jobTokens(job.spec, job)), 0);
      if (seconds > 0 && tokens > 0)
        return [kind, { kind, tokensPerSecond: tokens / seconds, source: "measured", jobs: jobs.length }];
      return [kind, { kind, tokensPerSecond: ASSUMED[spec.profile.kind][kind], source: "assumed", jobs: 0 }];
    }),
  );
}

/** The same from the jobs that this server has seen end. */
export async function ratesOf(
  db: Queryable,
  spec: AblationSpec,
  planned: readonly CostedKind[],
): Promise<Map<JobKind, RateSource>> {
  return ratesFrom(await measuredJobs(db, spec.profile.kind), spec, planned);
}

/** Seconds that a job is expected to take, its start included. */
export function jobSeconds(
  spec: AblationSpec,
  rates: ReadonlyMap<JobKind, RateSource>,
  tokens: TokenEstimate,
  kind: JobKind,
): number {
  const rate = rates.get(kind)?.tokensPerSecond ?? ASSUMED[spec.profile.kind][kind];
  return START_UP[spec.profile.kind] + sumOf(tokens) / rate;
}
