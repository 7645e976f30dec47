import type { ResultArm } from "@/lib/contracts/results";

type Looked = Pick<ResultArm, "armId" | "source" | "position">;

/** How an arm is marked: its position decides colour and shape, warm-ups belong to no arm, imported ones are hollow. */
export function armMarkOf(arm: Looked): { position: number | null; hollow: boolean } {
  const hollow = arm.source === "imported";
  return { position: arm.armId === null && !hollow ? null : arm.position, hollow };
}
