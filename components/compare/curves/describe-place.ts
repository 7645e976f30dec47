import type { CardRow } from "@/components/charts/describe-mark";
import { formatCount, formatValue } from "@/lib/format/number";
import type { ReplicatedCurve, ReplicatedPlot } from "./prepare-replicated";

const DIGITS = 4;

/** The place of a curve nearest to x (in the plot's unit) and whether x lies within the curve's own places. */
export function placeNear(
  { arm: { x } }: ReplicatedCurve,
  unitSize: number,
  at: number,
): { place: number; inside: boolean } | null {
  const wanted = at * unitSize;
  let [from, to] = [0, x.length - 1];
  if (to < 0) return null;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((x[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  const [before, after] = [x[from - 1], x[from] ?? 0];
  const place = before !== undefined && wanted - before <= after - wanted ? from - 1 : from;
  const gap = widestGap(x) / 2;
  const inside = wanted >= (x[0] ?? 0) - gap && wanted <= (x.at(-1) ?? 0) + gap;
  return { place, inside };
}

function widestGap(x: readonly number[]): number {
  let widest = 0;
  for (let i = 1; i < x.length; i += 1) widest = Math.max(widest, (x[i] ?? 0) - (x[i - 1] ?? 0));
  return widest;
}

function oddWords({ arm: { seeds } }: ReplicatedCurve, place: number, seed: number): string[] {
  const odd = seeds.find((each) => each.seed === seed)?.odd.find(({ at }) => at === place);
  if (!odd) return [];
  return [odd.nan ? "NaN" : "", odd.posInf ? "∞" : "", odd.negInf ? "−∞" : ""].filter(Boolean);
}

function seedsText(curve: ReplicatedCurve, place: number): string {
  const each = curve.arm.seeds.map(({ seed, values }) => {
    const value = values[place] ?? null;
    const parts = [...(value === null ? [] : [formatValue(value, DIGITS)]), ...oddWords(curve, place, seed)];
    return `seed ${seed}: ${parts.length > 0 ? parts.join(" and ") : "none"}`;
  });
  return each.join(", ");
}

/** "0.412 [0.35, 0.47]" for two seeds or more; what there is for fewer. */
function valueText({ arm: { mean, lo, hi, n } }: ReplicatedCurve, place: number): string {
  const [centre, low, high] = [mean[place] ?? null, lo[place] ?? null, hi[place] ?? null];
  if (centre === null) return n[place] === 1 ? "one seed, no mean" : "no value";
  if (low === null || high === null) return formatValue(centre, DIGITS);
  return `${formatValue(centre, DIGITS)} [${formatValue(low, DIGITS)}, ${formatValue(high, DIGITS)}]`;
}

function stepsText({ arm: { trainSteps } }: ReplicatedCurve, place: number): string[] {
  const steps = trainSteps?.[place];
  if (!steps || steps[0] === steps[1]) return [];
  return [`train steps ${formatCount(steps[0])}–${formatCount(steps[1])}`];
}

function rowOf(curve: ReplicatedCurve, plot: ReplicatedPlot, x: number): CardRow | null {
  const found = placeNear(curve, plot.x.scale.unitSize, x);
  if (!found) return null;
  const { key, label, look, most, arm } = curve;
  const row = { key, label, colour: look.colour, dash: look.dash };
  if (!found.inside) return { ...row, value: "none here", detail: "its seeds have ended, or not begun" };
  const { place } = found;
  const parts = [`n = ${arm.n[place] ?? 0} of ${most}`, ...stepsText(curve, place)];
  const few = arm.n[place] === 2 ? ["no verdict from two seeds"] : [];
  return {
    ...row,
    value: valueText(curve, place),
    detail: [...parts, ...few, seedsText(curve, place)].join(" · "),
  };
}

/** What the hover card says at x: every arm's mean, band, n and seeds. */
export function placeRows(plot: ReplicatedPlot, x: number): CardRow[] {
  return plot.curves.flatMap((curve) => rowOf(curve, plot, x) ?? []);
}

/** "n = 3", or "n = 3 to 1" where seeds come and go. */
export function countText({ counts }: ReplicatedCurve): string {
  const all = counts.map(({ n }) => n);
  if (all.length === 0) return "n = 0";
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return least === most ? `n = ${most}` : `n = ${most} to ${least}`;
}
