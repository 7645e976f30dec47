import type { Queryable } from "@/db/client";
import { selectAblationById, selectDependenciesOf, selectJobsOf } from "@/db/queries/ablations-read";
import { type AblationDetail, type ArmSummary, type JobRow, runsQuery } from "@/lib/contracts";
import { readSeedAdditions } from "@/lib/services/launch/seed-additions";
import { listRuns } from "@/lib/services/runs-read/list-runs";
import { toJobRow } from "./job-row";
import { summariesOf } from "./summaries";

/** A launch makes 512 runs of arms and 64 warm-ups at the most; the page shows them all. */
const PAGE = 500;
const STAGES: readonly JobRow["kind"][] = ["rewrite", "sft", "grpo", "evaluate", "command"];

type AblationRow = NonNullable<Awaited<ReturnType<typeof selectAblationById>>>;

/** The order in which the work is done: by stage, then by arm (what is shared first), then by seed. */
function inOrder(jobs: JobRow[], arms: readonly ArmSummary[]): JobRow[] {
  const position = new Map(arms.map((arm) => [arm.id, arm.position]));
  const rank = ({ kind, armId, seed }: JobRow) => [
    STAGES.indexOf(kind),
    armId === null ? -1 : (position.get(armId) ?? arms.length),
    seed,
  ];
  const compare = (a: JobRow, b: JobRow) => {
    const other = rank(b);
    return (
      rank(a)
        .map((value, i) => value - (other[i] ?? 0))
        .find((difference) => difference !== 0) ?? 0
    );
  };
  return jobs.toSorted(compare);
}

/** What it trained; traces that were imported into it are no runs of a launch. A place for imports has those alone. */
async function allRuns(db: Queryable, { id: ablation, kind }: AblationRow) {
  const stage = kind === "import" ? "import" : "sft,grpo,command";
  const query = { ablation, stage, sort: "name", dir: "asc", limit: PAGE };
  const first = await listRuns(db, runsQuery.parse(query));
  if (first.total <= PAGE) return first.runs;
  const rest = await listRuns(db, runsQuery.parse({ ...query, offset: PAGE }));
  return [...first.runs, ...rest.runs];
}

/** Everything the page of an ablation shows, or null if there is none of that id. */
export async function getAblation(db: Queryable, id: string): Promise<AblationDetail | null> {
  const row = await selectAblationById(db, id);
  if (!row) return null;
  const [summaries, runs, jobs, dependencies, seedsAdded] = await Promise.all([
    summariesOf(db, [row]),
    allRuns(db, row),
    selectJobsOf(db, id),
    selectDependenciesOf(db, id),
    readSeedAdditions(db, id),
  ]);
  const [summary] = summaries;
  if (!summary) return null;
  const waitsFor = (jobId: string) =>
    dependencies.filter((d) => d.jobId === jobId).map((d) => d.dependsOnJobId);
  return {
    summary,
    baselineArm: row.spec.baselineArm,
    contrast: row.spec.contrast,
    codeVersion: row.codeVersion,
    hostId: row.spec.hostId,
    runs,
    jobs: inOrder(
      jobs.map((j) => toJobRow(j, waitsFor(j.job.id))),
      summary.arms,
    ),
    seedsAdded,
  };
}
