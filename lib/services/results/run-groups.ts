import { grpoConfig, profile, rewardConfig, rewriteConfig, sftConfig } from "@/lib/contracts";
import { canonicalJson } from "@/lib/domain/canonical-json";

/** What decides which runs are seeds of one arm. */
export interface GroupableRun {
  id: string;
  ablationId: string;
  /** Null for warm-ups. */
  armId: string | null;
  seed: number;
  /** Every setting as resolved at launch; the seed is not among them. */
  config: Record<string, unknown>;
  /** The settings of the warm-up it started from; null where it started from the base model, or is a warm-up. */
  warmUpConfig: Record<string, unknown> | null;
  /** The checkpoint that it was forked from. */
  forkedFrom: string | null;
  /** Beyond what its settings say where it was continued. */
  plannedTrainSteps: number;
}

export interface RunGroup<R> {
  runs: R[];
  /** Other groups have the very same settings and some of the same seeds: only the launch tells them apart. */
  repeated: boolean;
}

/** Parts whose contract may have gained fields since the run was launched: absent ones had the default's meaning. */
const PARTS = { reward: rewardConfig, grpo: grpoConfig, sft: sftConfig, rewrite: rewriteConfig, profile };

function settingsOf(config: Record<string, unknown> | null): Record<string, unknown> | null {
  if (config === null) return null;
  // How many traces are kept changes what can be read of a training, not the training.
  const { traceSampling: _, ...settings } = config;
  for (const [part, contract] of Object.entries(PARTS)) {
    const parsed = contract.safeParse(settings[part]);
    if (parsed.success) settings[part] = parsed.data;
  }
  return settings;
}

/** One text per combination of settings, those of the warm-up, the start of a fork and the length included. */
function fingerprintOf(run: GroupableRun): string {
  const { config, warmUpConfig, forkedFrom, plannedTrainSteps } = run;
  return canonicalJson([settingsOf(config), settingsOf(warmUpConfig), forkedFrom, plannedTrainSteps]);
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

/**
 * Groups runs by everything except the seed, in the order of their first runs. The runs of one arm of one ablation are
 * one group, and arms of one ablation always stay apart, even with the same settings (an A/A test). Arms of several
 * ablations with the same settings, warm-up included, are seeds of one group, unless a seed occurs in two of them: the
 * same seed trained twice is no second replicate, so those arms stay apart and are marked as repeated.
 */
export function groupRuns<R extends GroupableRun>(runs: readonly R[]): RunGroup<R>[] {
  const arms = grouped(runs, (run) => `${run.ablationId} ${run.armId}`);
  const alike = grouped(arms, (arm) => [...new Set(arm.map(fingerprintOf))].sort().join());
  return alike.flatMap((same): RunGroup<R>[] => {
    const ablations = same.flatMap((arm) => arm.slice(0, 1).map((run) => run.ablationId));
    const seeds = same.flatMap((arm) => arm.map((run) => run.seed));
    const joins = new Set(ablations).size === same.length && new Set(seeds).size === seeds.length;
    if (joins) return [{ runs: same.flat(), repeated: false }];
    const acrossLaunches = new Set(ablations).size > 1;
    return same.map((arm) => ({ runs: arm, repeated: acrossLaunches }));
  });
}
