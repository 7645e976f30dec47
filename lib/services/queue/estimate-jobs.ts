import type { Queryable } from "@/db/client";
import { type MeasuredJob, measuredJobs } from "@/db/queries/measured-jobs";
import { type QueuedRow, selectSpecs } from "@/db/queries/queue";
import type { AblationSpec, JobKind, RateSource } from "@/lib/contracts";
import { jobTokens } from "@/lib/domain/estimate-cost";
import { jobSeconds, ratesFrom } from "../launch/job-rates";

/** How long a job is expected to run, and what that rests on. */
export interface Expected {
  seconds: number;
  source: RateSource["source"];
}

const ASSUMED_SECONDS = 60;
/** Below this share of its train steps a training's own pace says little. */
const TELLING_SHARE = 0.1;

type Rates = ReadonlyMap<JobKind, RateSource>;

async function ratesByAblation(
  db: Queryable,
  rows: readonly QueuedRow[],
): Promise<Map<string, { spec: AblationSpec; rates: Rates }>> {
  const specs = await selectSpecs(db, [...new Set(rows.map(({ job }) => job.ablationId))]);
  const measured = new Map<string, MeasuredJob[]>();
  for (const kind of new Set([...specs.values()].map((spec) => spec.profile.kind)))
    measured.set(kind, await measuredJobs(db, kind));
  return new Map(
    [...specs].map(([id, spec]) => {
      const planned = rows
        .filter(({ job }) => job.ablationId === id)
        .map(({ job, armKey }) => ({ kind: job.kind, armKey }));
      return [id, { spec, rates: ratesFrom(measured.get(spec.profile.kind) ?? [], spec, planned) }];
    }),
  );
}

/** How long each job is expected to run from its start, by id: the launch form's own estimate. */
export async function expectedSeconds(
  db: Queryable,
  rows: readonly QueuedRow[],
): Promise<ReadonlyMap<string, Expected>> {
  const known = await ratesByAblation(db, rows);
  return new Map(
    rows.map(({ job, armKey }): [string, Expected] => {
      const of = known.get(job.ablationId);
      if (!of) return [job.id, { seconds: ASSUMED_SECONDS, source: "assumed" }];
      const tokens = jobTokens(of.spec, { kind: job.kind, armKey });
      const seconds = jobSeconds(of.spec, of.rates, tokens, job.kind);
      return [job.id, { seconds, source: of.rates.get(job.kind)?.source ?? "assumed" }];
    }),
  );
}

/** Seconds that a job which runs still needs: by its own pace where it tells one, else by what was expected. */
export function secondsLeft(
  { job, lastTrainStep, plannedTrainSteps }: QueuedRow,
  expected: number,
  now: Date,
): number {
  if (!job.startedAt) return expected;
  const elapsed = Math.max(0, (now.getTime() - job.startedAt.getTime()) / 1000);
  const share = job.kind === "evaluate" ? 0 : (lastTrainStep ?? 0) / Math.max(1, plannedTrainSteps ?? 0);
  if (share >= TELLING_SHARE && share <= 1) return (elapsed * (1 - share)) / share;
  // Longer than expected: nobody knows, but it has not ended yet.
  return Math.max(expected - elapsed, expected / 10);
}
