import type { CheckpointRetention } from "@/lib/contracts";

/** A checkpoint as far as a retention rule looks at it. */
export interface RetainableCheckpoint {
  trainStep: number;
  final: boolean;
  pinned: boolean;
}

type Rule = Pick<CheckpointRetention, "keepLast" | "keepEvery">;

/**
 * Which checkpoints of one training a rule lets go. The newest `keepLast` stay, and those at multiples of `keepEvery`;
 * final and pinned ones stay always. Without `keepLast` everything stays.
 *
 * @param checkpoints those that are still on disk, in any order
 */
export function letGo<C extends RetainableCheckpoint>(
  checkpoints: readonly C[],
  { keepLast, keepEvery }: Rule,
): C[] {
  if (keepLast === null) return [];
  const newestFirst = checkpoints.toSorted((a, b) => b.trainStep - a.trainStep);
  return newestFirst.filter(({ trainStep, final, pinned }, place) => {
    const isMilestone = keepEvery !== null && trainStep % keepEvery === 0;
    return place >= keepLast && !final && !pinned && !isMilestone;
  });
}

/** How many checkpoints a training of so many train steps leaves on disk. */
export function keptAtEnd(trainSteps: number, every: number, rule: Rule): number {
  const before = Math.max(0, Math.ceil(trainSteps / every) - 1);
  if (rule.keepLast === null) return before + 1;
  const newest = Math.min(rule.keepLast - 1, before);
  if (rule.keepEvery === null) return newest + 1;
  // Milestones among those that are not the newest: at multiples of both.
  const both = leastCommonMultiple(every, rule.keepEvery);
  return newest + 1 + Math.floor(((before - newest) * every) / both);
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
