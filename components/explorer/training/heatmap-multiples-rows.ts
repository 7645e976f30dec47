import type { AblationDetail, RunRow, SolvabilityGrid, TraceOrigin } from "@/lib/contracts";

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

/**
 * Axes for the runs whose responses are of one origin, so that one place means one thing in all of them: every train step
 * that one of these recorded, and as many trace steps as any run has.
 */
export function sharedAxes(
  grids: readonly Pick<SolvabilityGrid, "origin" | "cells">[],
  origin: TraceOrigin,
): { trainSteps: number[]; traceSteps: number } {
  const cells = grids.flatMap((g) => g.cells);
  const alike = grids.filter((g) => g.origin === origin).flatMap((g) => g.cells);
  return {
    trainSteps: [...new Set(alike.map((c) => c.trainStep))].sort((a, b) => a - b),
    traceSteps: cells.reduce((most, c) => Math.max(most, c.traceStep), 0),
  };
}
