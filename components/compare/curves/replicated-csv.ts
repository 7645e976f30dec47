import { csvOf } from "@/lib/reports/csv";
import type { ReplicatedPlot } from "./prepare-replicated";

const text = (value: number | null | undefined) =>
  value === null || value === undefined ? "" : String(value);

/** Everything a chart shows as CSV: one row an arm and place, values in full, each seed in a column of its own. */
export function replicatedCsv(plot: ReplicatedPlot): string {
  const seeds = [...new Set(plot.curves.flatMap(({ seeds: own }) => own.map(({ seed }) => seed)))];
  seeds.sort((a, b) => a - b);
  const head = [
    ...["arm", `x: ${plot.x.scale.title}`, "first_train_step", "last_train_step", "n"],
    ...["mean", "t95_lo", "t95_hi"],
    ...seeds.flatMap((seed) => [`seed_${seed}`, `seed_${seed}_not_finite`]),
  ];
  const rows = plot.curves.flatMap(({ label, arm }) => {
    const ofSeed = new Map(arm.seeds.map((each) => [each.seed, each]));
    return arm.x.map((x, at) => [
      label,
      text(x / plot.x.scale.unitSize),
      text(arm.trainSteps?.[at]?.[0]),
      text(arm.trainSteps?.[at]?.[1]),
      text(arm.n[at]),
      ...[arm.mean[at], arm.lo[at], arm.hi[at]].map(text),
      ...seeds.flatMap((seed) => {
        const own = ofSeed.get(seed);
        return [text(own?.values[at]), own?.odd.some((odd) => odd.at === at) ? "true" : ""];
      }),
    ]);
  });
  return `${csvOf([head, ...rows])}\r\n`;
}
