import type { RunSibling } from "@/lib/contracts";

type Place = Pick<RunSibling, "armId" | "seed" | "stage">;

/** The two comparisons people ask for: the other arms at this seed, and the other seeds of this arm. */
export function usualChoices(
  main: Place,
  siblings: readonly RunSibling[],
): { sameSeed: string[]; sameArm: string[] } {
  const alike = siblings.filter((run) => run.stage === main.stage);
  return {
    sameSeed: alike.filter((r) => r.seed === main.seed && r.armId !== main.armId).map((r) => r.id),
    sameArm: alike.filter((r) => r.armId === main.armId && r.seed !== main.seed).map((r) => r.id),
  };
}
