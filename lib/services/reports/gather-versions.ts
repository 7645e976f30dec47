import type { Queryable } from "@/db/client";
import {
  type ReportScope,
  selectEvaluated,
  selectFinalCheckpoints,
  selectTrainingData,
} from "@/db/queries/report-facts";
import type { FrozenRun, ReportVersions } from "@/lib/contracts";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { digestOf } from "@/lib/reports/digest";

type Evaluated = Awaited<ReturnType<typeof selectEvaluated>>[number];

function benchmarksOf(rows: readonly Evaluated[]): ReportVersions["benchmarks"] {
  const byId = new Map<string, ReportVersions["benchmarks"][number]>();
  for (const { benchmark, settings, items, evaluations } of rows) {
    const { key, title, contentSha256 } = benchmark;
    // Counted: what stands beside the benchmark is what its very first evaluation asked, maybe not these.
    const asked = Math.round((items ?? 0) / settings.decodes);
    const known = byId.get(benchmark.id) ?? { key, title, contentSha256, questions: 0, evaluations: 0 };
    const questions = Math.max(known.questions, asked);
    byId.set(benchmark.id, { ...known, questions, evaluations: known.evaluations + evaluations });
  }
  return [...byId.values()];
}

/** How checkpoints were decoded; the seed differs with each training and is told by its rule. */
function settingsOf(rows: readonly Evaluated[]): ReportVersions["evaluation"] {
  const bySettings = new Map<string, ReportVersions["evaluation"][number]>();
  for (const { settings, evaluations } of rows) {
    const { seed: _, ...shared } = settings;
    const name = canonicalJson(shared);
    const known = bySettings.get(name) ?? { settings: shared, evaluations: 0 };
    bySettings.set(name, { ...known, evaluations: known.evaluations + evaluations });
  }
  return [...bySettings.values()];
}

/** Data and checkpoints by content. */
export async function gatherVersions(
  db: Queryable,
  scope: ReportScope,
  runs: readonly FrozenRun[],
): Promise<ReportVersions> {
  const runIds = runs.map((run) => run.runId);
  const evaluated = await selectEvaluated(db, runIds);
  const data = await selectTrainingData(db, scope);
  const finals = await selectFinalCheckpoints(db, runIds);
  return {
    benchmarks: benchmarksOf(evaluated),
    evaluation: settingsOf(evaluated),
    trainingData: data.map(({ jobId, name, output }) => ({
      jobId,
      name,
      files: output?.artifact.files ?? [],
    })),
    checkpoints: finals.map(({ runId, checkpointId, trainStep, artifact }) => ({
      runId,
      checkpointId,
      trainStep,
      files: artifact.files.length,
      manifestSha256: digestOf(artifact.files),
    })),
  };
}
