import type { LineLook } from "@/components/charts/prepare-series";
import type { RunSibling } from "@/lib/contracts";
import { armLook, SHARED_LOOK } from "@/lib/domain/arm-colours";
import { MOST_RUNS } from "./url-state";

/** A run on the charts. */
export interface ShownRun {
  id: string;
  name: string;
  armPosition: number | null;
  look: LineLook;
}

type Known = Pick<RunSibling, "id" | "name" | "armPosition">;

/** Seeds of one arm share its colour; the first is solid, the others are told apart by their dash. */
const DASHES = ["", "5 3", "2 2", "8 3 2 3", "1 3", "10 4", "6 2 1 2", "3 5"] as const;

/** The run of the page, then the chosen others in the order of the ablation; unknown ids are left out. */
export function shownRuns(main: Known, siblings: readonly Known[], chosen: readonly string[]): ShownRun[] {
  const wanted = new Set(chosen);
  const others = siblings.filter((run) => wanted.has(run.id)).slice(0, MOST_RUNS - 1);
  const seen = new Map<number | null, number>();
  return [main, ...others].map(({ id, name, armPosition }) => {
    const nth = seen.get(armPosition) ?? 0;
    seen.set(armPosition, nth + 1);
    const { colour, dash } = armPosition === null ? SHARED_LOOK : armLook(armPosition);
    return { id, name, armPosition, look: { colour, dash: nth === 0 ? dash : (DASHES[nth] ?? "") } };
  });
}

/** Looks of several metrics of one run: they are no arms, so hue goes with dash and the legend names them. */
export function partLook(index: number): LineLook {
  const { colour } = armLook(index % MOST_RUNS);
  return { colour, dash: DASHES[index % DASHES.length] ?? "" };
}
