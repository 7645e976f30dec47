import type { ResultCell } from "@/lib/contracts";
import type { ReportContent } from "@/lib/contracts/report";
import type { AblationResults } from "@/lib/contracts/results";
import { RANDOM_METHOD } from "@/lib/stats";
import { conclude, type ReportFacts, STATISTICS_VERSION } from "./conclude";
import { conclusionValuesOf } from "./conclusion-values";
import { digestOf } from "./digest";

const OPTIONS = { level: 0.95, alpha: 0.05, power: 0.8, delta: 0.02 };

/** An arm's name has letters that an id may not have. */
const idPart = (arm: string) => `${arm.replace(/[^a-z0-9]/g, "").slice(0, 20)}000`;

function cell(arm: string, benchmark: string, seed: number, correct: number, graded: number): ResultCell {
  const place = `${idPart(arm)}${arm.length}0${seed}`;
  return {
    ...{ arm, benchmark, seed, correct, graded, ungraded: 0, decodes: 1, temperature: 0, trainStep: 60 },
    ...{
      runId: `run_${place}`,
      evaluationId: `evl_${place}`,
      warmUpRunId: `run_warmup0${seed}`,
    },
    reportedPercent: null,
  };
}

/** Results of arms that share their warm-ups: right answers of `n` by arm, then benchmark, a number a seed. */
export function resultsOf(
  correct: Record<string, Record<string, number[]>>,
  changes: Partial<AblationResults> = {},
  n = 400,
): AblationResults {
  const arms = Object.keys(correct);
  const benchmarks = [...new Set(arms.flatMap((arm) => Object.keys(correct[arm] ?? {})))];
  const cells = arms.flatMap((arm) =>
    Object.entries(correct[arm] ?? {}).flatMap(([benchmark, seeds]) =>
      seeds.map((right, i) => cell(arm, benchmark, i + 1, right, n)),
    ),
  );
  return {
    ablationId: "abl_00000001",
    name: "Does it help?",
    seeds: [...new Set(cells.map((each) => each.seed))],
    arms: arms.map((key, position) => ({
      ...{ key, name: key, position, sharesWarmUp: true, source: "trained", origin: null },
      armId: `arm_0000000${position}`,
    })),
    benchmarks: benchmarks.map((key) => ({ key, title: key, questions: n })),
    cells,
    costs: [],
    baselineArm: arms[0] ?? null,
    contrast: null,
    ...{ pending: 0, failed: 0 },
    ...changes,
  };
}

/** A whole report of such results, with a clean bill of health and nothing trained. */
export function reportOf(results: AblationResults): ReportContent {
  const statistics: ReportFacts["statistics"] = { options: OPTIONS };
  const costs = {
    ...{ ablationId: results.ablationId, gpuUsed: false, arms: results.arms, seeds: [], outcomeOnly: [] },
    ...{ rewriting: { jobs: 0, seconds: 0 }, silent: [] },
  };
  const questions = { tables: [] };
  const conclusions = conclude({ results, questions, costs, statistics });
  const values = conclusionValuesOf(conclusions);
  return {
    schemaVersion: 1,
    selection: { ablation: "abl_00000001", runs: [], imported: [] },
    ...{ name: results.name, description: "", claim: "", launchedAt: null, spec: null, runs: [], curves: [] },
    statistics: { version: STATISTICS_VERSION, generator: RANDOM_METHOD, generatorSeed: 1, options: OPTIONS },
    results,
    ...{ questions, costs, sensitivity: null },
    health: {
      jobs: [{ kind: "evaluate", status: "succeeded", jobs: results.cells.length }],
      attempts: { all: results.cells.length, jobsTriedAgain: 0, superseded: 0, lost: 0 },
      ...{ refusedBatches: 0, nonFinite: [], traces: [], traceSampling: 1, recomputed: [] },
    },
    versions: { benchmarks: [], evaluation: [], trainingData: [], checkpoints: [] },
    conclusions: { sha256: digestOf(values), sentences: conclusions.sentences, values },
  };
}
