import { type Axis, axisFor } from "@/components/charts/ticks";
import type { ContinuationPoint, NumberVariation, SensitivityArm } from "@/lib/contracts";
import { type ArmLook, armLook } from "@/lib/domain/arm-colours";
import { formatCount } from "@/lib/format/number";

/** One value of a setting and what it gives. */
export interface Mark {
  x: number;
  y: number;
  /** Two Monte Carlo standard errors either way; absent where the value is exact. */
  lo?: number;
  hi?: number;
  /** By a model, not from what is stored. */
  forecast: boolean;
  /** What the value is over, and how it was come by: "n = 2,480 responses with a gate". */
  n: string;
}

/** One arm's curve. */
export interface SensitivityLine {
  key: string;
  label: string;
  position: number;
  look: ArmLook;
  marks: Mark[];
  /** What its values are over: "n = 6,901 responses with a gate". */
  base: string;
  /** The value the arm was trained with. */
  trainedAt: number | null;
}

export interface SensitivityChart {
  x: Axis;
  y: Axis;
  lines: SensitivityLine[];
}

const count = formatCount;

function lineOf(
  { arm }: SensitivityArm,
  given: readonly (Mark | null)[],
  { trainedAt, base }: { trainedAt: number | null; base: string },
): SensitivityLine {
  const marks = given.filter((mark) => mark !== null);
  return {
    key: arm.key,
    label: arm.name,
    position: arm.position,
    look: armLook(arm.position),
    marks,
    base,
    trainedAt,
  };
}

/** Axes around lines; whole numbers along x where `whole`. Shares never leave [0, 1]. */
function chartOf(lines: readonly SensitivityLine[], whole: boolean, share: boolean): SensitivityChart | null {
  const drawn = lines.filter(({ marks }) => marks.length > 0);
  const marks = drawn.flatMap((line) => line.marks);
  if (marks.length === 0) return null;
  const xs = [...new Set(marks.map(({ x }) => x))].sort((a, b) => a - b);
  const [first = 0] = xs;
  const last = xs.at(-1) ?? 1;
  const x: Axis = whole ? { lo: Math.min(first, 1), hi: Math.max(last, 2), ticks: xs } : axisFor(xs, 5);
  const y = axisFor([0, ...marks.flatMap((mark) => [mark.y, mark.hi ?? mark.y])], 4, share ? 0.02 : 1e-3);
  const bounded = share && y.hi > 1 ? { ...y, hi: 1, ticks: y.ticks.filter((tick) => tick <= 1) } : y;
  return { x, y: { ...bounded, lo: 0, ticks: bounded.ticks.filter((tick) => tick >= 0) }, lines: drawn };
}

/** What to show of a number of continuations. */
export type ContinuationQuantity = "flips" | "spread" | "reversed" | "signs" | "change";

type Read = (point: ContinuationPoint) => Omit<Mark, "x" | "forecast"> | null;

const CONTINUATIONS: Record<ContinuationQuantity, Read> = {
  flips: ({ gate }) =>
    gate === null ? null : { y: gate.flips, n: `n = ${count(gate.n)} responses with a gate` },
  spread: ({ spread, responses }) =>
    spread === null ? null : { y: spread.rms, n: `n = ${count(responses)} responses` },
  reversed: ({ ranks, groups }) =>
    ranks === null
      ? null
      : { y: ranks.reversed, n: `n = ${count(ranks.pairs)} pairs of ${count(groups)} groups` },
  signs: ({ resampled }) =>
    resampled === null
      ? null
      : { y: resampled.flipped.value, ...band(resampled.flipped), n: resampledText(resampled) },
  change: ({ resampled }) =>
    resampled === null
      ? null
      : { y: resampled.change.value, ...band(resampled.change), n: resampledText(resampled) },
};

function band({ value, error }: { value: number; error: number }) {
  return { lo: Math.max(0, value - 2 * error), hi: value + 2 * error };
}

function resampledText({ n, draws }: NonNullable<ContinuationPoint["resampled"]>): string {
  return `n = ${count(n)} responses, ${count(draws)} draws`;
}

/** One quantity at M' = 1, 2, … of every arm; forecasts lie beyond the stored M. */
export function prepareContinuations(
  arms: readonly SensitivityArm[],
  quantity: ContinuationQuantity,
): SensitivityChart | null {
  const lines = arms.map((arm) => {
    const marks = arm.continuations.map((point): Mark | null => {
      const read = CONTINUATIONS[quantity](point) ?? atStored(arm, point, quantity);
      return read && { x: point.continuations, forecast: point.kind === "forecast", ...read };
    });
    const most = marks.findLast((mark) => mark !== null && !mark.forecast);
    return lineOf(arm, marks, { trainedAt: arm.base.mostRequested, base: baseOf(most?.n) });
  });
  return chartOf(lines, true, quantity !== "spread" && quantity !== "change");
}

/** With all that is stored nothing is drawn and nothing moves: exactly 0. */
function atStored(
  { base }: SensitivityArm,
  { continuations, centred }: ContinuationPoint,
  quantity: ContinuationQuantity,
): ReturnType<Read> {
  const resampledQuantity = quantity === "signs" || quantity === "change";
  if (!resampledQuantity || continuations !== base.mostRequested || centred === null) return null;
  return { y: 0, n: `n = ${count(centred.n)} responses, exact` };
}

/** Without how it was come by: "n = 6,901 responses, exact" is over 6,901 responses. */
function baseOf(n: string | undefined): string {
  return n?.replace(/, (exact|[\d,]+ draws)$/, "") ?? "";
}

/** What to show of other values of τ or K_max. */
export type VariationQuantity = "passes" | "undetermined" | "signs" | "withoutSignal" | "unknown";

const VARIATIONS: Record<
  VariationQuantity,
  (v: NumberVariation, responses: number) => { k: number; n: number; of: string }
> = {
  passes: ({ gate }) => ({ k: gate.pass, n: gate.n, of: "responses with a gate" }),
  undetermined: ({ gate }) => ({ k: gate.undetermined, n: gate.n, of: "responses with a gate" }),
  signs: ({ signs }) => ({ k: signs.flipped, n: signs.n, of: "responses with an advantage" }),
  withoutSignal: ({ signal }) => ({ k: signal.groups - signal.withSignal, n: signal.groups, of: "groups" }),
  unknown: ({ unknown }, responses) => ({ k: unknown.all, n: responses, of: "responses" }),
};

/** One quantity along τ or K_max of every arm, each a count over all its stored responses: exact. */
export function prepareVariation(
  arms: readonly SensitivityArm[],
  setting: "tau" | "maxScoredSteps",
  quantity: VariationQuantity,
): SensitivityChart | null {
  const lines = arms.map((arm) => {
    const marks = arm[setting].map((variation): Mark | null => {
      const { k, n, of } = VARIATIONS[quantity](variation, arm.base.responses);
      return n === 0
        ? null
        : { x: variation.value, y: k / n, forecast: false, n: `${count(k)} of ${count(n)} ${of}` };
    });
    const of = marks.find((mark) => mark !== null)?.n.split(" of ")[1];
    return lineOf(arm, marks, {
      trainedAt: arm.settings[setting],
      base: of === undefined ? "" : `n = ${of}`,
    });
  });
  return chartOf(lines, setting === "maxScoredSteps", true);
}

/** A chart as a table, one row a mark. */
export function sensitivityCsv(chart: SensitivityChart, xTitle: string, yTitle: string): string {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = chart.lines.flatMap((line) =>
    line.marks.map(({ x, y, lo, hi, forecast, n }) =>
      [quoted(line.label), x, y, lo ?? "", hi ?? "", forecast ? "forecast" : "stored", quoted(n)].join(","),
    ),
  );
  return [["arm", xTitle, yTitle, "low", "high", "kind", "n"].map(quoted).join(","), ...rows].join("\n");
}
