import type { AblationDetail, RunRow, SolvabilityGrid } from "@/lib/contracts";

/** An arm that trains, with its run for each seed of the ablation. */
export interface TrainedArm {
  key: string;
  name: string;
  position: number;
  runs: { seed: number; run: RunRow | null }[];
}

/** Arms in their order; SFT alone has no training, and so no traces, of its own. */
export function multiplesOf({ summary, runs }: AblationDetail): TrainedArm[] {
  return summary.arms
    .filter((arm) => arm.trains)
    .map((arm) => ({
      key: arm.key,
      name: arm.name,
      position: arm.position,
      runs: summary.seeds.map((seed) => ({
        seed,
        run: runs.find((r) => r.armId === arm.id && r.seed === seed) ?? null,
      })),
    }));
}

/** Axes that hold every run's cells, so that one place means one thing in all of them. */
export function sharedAxes(grids: readonly SolvabilityGrid[]): { trainSteps: number[]; traceSteps: number } {
  const cells = grids.flatMap((g) => g.cells);
  return {
    trainSteps: [...new Set(cells.map((c) => c.trainStep))].sort((a, b) => a - b),
    traceSteps: cells.reduce((most, c) => Math.max(most, c.traceStep), 0),
  };
}
