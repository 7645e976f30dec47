import type { PowerLine } from "@/components/charts/prepare-power";
import { type MoreSeeds, points } from "@/lib/stats/ablation";

type Curve = MoreSeeds["chosen"]["curve"];

/** What has no power (too few seeds) is left out, never drawn as 0. */
const drawn = (curve: Curve) =>
  curve.flatMap(({ seeds, power }) => (power === null ? [] : [{ x: seeds, power }]));

/** The curves of a comparison: solid for the chosen difference, dashed for the observed one. */
export function powerLines({ observed, chosen }: MoreSeeds): PowerLine[] {
  const own: PowerLine = {
    key: "chosen",
    label: `chosen: ${points(chosen.effect)}`,
    points: drawn(chosen.curve),
  };
  if (observed === null) return [own];
  return [
    own,
    {
      key: "observed",
      label: `observed: ${points(observed.effect)}`,
      dash: "5 3",
      points: drawn(observed.curve),
    },
  ];
}

/** Nobody adds more than this at once; beyond it the sentence tells, not a button. */
const MOST_ADDED = 20;

/** Seeds to add so that the chosen difference would be seen; null where it is seen already or out of reach. */
export function mostUseful({ chosen, seeds }: Pick<MoreSeeds, "chosen" | "seeds">): number | null {
  if (chosen.seedsNeeded === null) return null;
  const more = chosen.seedsNeeded - seeds;
  return more > 0 && more <= MOST_ADDED ? more : null;
}
