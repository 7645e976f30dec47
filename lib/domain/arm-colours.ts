/**
 * Colours of arms: the Okabe-Ito set (safe for the common kinds of colour blindness), by the arm's position in its
 * ablation, so an arm has one colour on every page. Yellow and black come last: each is weak on one ground.
 * Colour never stands alone: past eight arms the dash changes, and every arm also has its own mark.
 */
export const OKABE_ITO = [
  "#0072B2",
  "#D55E00",
  "#009E73",
  "#E69F00",
  "#CC79A7",
  "#56B4E9",
  "#F0E442",
  "#7F7F7F",
] as const;

/** Shapes of dots, drawn in a box of 1 x 1 around 0. */
export const ARM_MARKS = [
  "circle",
  "square",
  "triangle",
  "diamond",
  "cross",
  "plus",
  "star",
  "ring",
] as const;
export type ArmMark = (typeof ARM_MARKS)[number];

const DASHES = ["", "6 3", "2 2", "8 3 2 3"] as const;

export interface ArmLook {
  colour: string;
  mark: ArmMark;
  /** SVG stroke-dasharray; "" = solid. */
  dash: string;
}

/** The look of the arm at `position` (0-based). Repeats only after 32 arms, the most an ablation may have. */
export function armLook(position: number): ArmLook {
  if (!Number.isInteger(position) || position < 0) throw new RangeError(`no arm at position ${position}`);
  const at = position % OKABE_ITO.length;
  const round = Math.floor(position / OKABE_ITO.length) % DASHES.length;
  return {
    colour: OKABE_ITO[at] ?? OKABE_ITO[0],
    mark: ARM_MARKS[at] ?? ARM_MARKS[0],
    dash: DASHES[round] ?? "",
  };
}

/** The look of what belongs to no arm (warm-ups, rewriting). */
export const SHARED_LOOK: ArmLook = { colour: "#8A8A85", mark: "ring", dash: "" };
