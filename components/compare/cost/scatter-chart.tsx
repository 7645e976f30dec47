"use client";

import { armMarkOf } from "@/components/charts/arm-position";
import { ChartSvg } from "@/components/charts/chart-svg";
import { type Frame, frameX, frameY, SvgAxes } from "@/components/charts/svg-axes";
import { CHART } from "@/components/charts/theme";
import { ArmChip, markOf } from "@/components/ui/arm-chip";
import { formatShare } from "@/lib/format/number";
import { csvOf } from "@/lib/reports/csv";
import { ChartFigure } from "./chart-figure";
import { amountOf, type CostModel } from "./cost-model";
import { prepareScatter, type ScatterChart as Scatter, type ScatterArm } from "./prepare-scatter";
import type { PaidIn } from "./url-state";

const { colours } = CHART;
const HEIGHT = 300;

export const PAID_TITLES: Record<PaidIn, string> = {
  tokens: "tokens sampled, responses and continuations",
  activeSeconds: "active time [s]",
  gpuSeconds: "GPU time [GPU-s]",
};

/** Accuracy against cost: every seed, each arm's means and both intervals. */
export function ScatterChart({ model }: { model: CostModel }) {
  const chart = prepareScatter(model);
  const { paid, benchmarkTitle } = model;
  return (
    <ChartFigure
      title={`Accuracy against cost: ${benchmarkTitle}`}
      height={HEIGHT}
      empty={chart.arms.length === 0}
      legend={chart.arms.map(({ arm, seeds }) => ({
        label: `${arm.name}, n = ${seeds.length}`,
        colour: markOf(armMarkOf(arm).position).colour,
        dash: "",
      }))}
      csv={() => scatterCsv(chart, paid)}
      draw={(width) => <Drawing chart={chart} width={width} paid={paid} />}
    >
      <ul className="mb-1 flex flex-wrap gap-x-4 gap-y-1">
        {chart.arms.map(({ arm, seeds }) => (
          <li key={arm.key} className="inline-flex items-center gap-1.5">
            <ArmChip {...armMarkOf(arm)} name={arm.name} />n = {seeds.length}
          </li>
        ))}
      </ul>
      One mark a seed, small and faint; large = means, whiskers = 95% intervals over seeds of each arm alone.
      Where arms share their warm-ups their accuracies move together: arms are compared by the differences
      seed by seed (Results), not by whether whiskers overlap.
      {chart.arms.some(({ seeds }) => seeds.length === 1)
        ? " One seed: Wilson's interval over questions only, retraining noise unknown."
        : ""}
      {chart.cut ? " Whiskers are cut where an axis ends: their bounds are in the CSV." : ""}
    </ChartFigure>
  );
}

function Drawing({ chart, width, paid }: { chart: Scatter; width: number; paid: PaidIn }) {
  const frame: Frame = { left: 50, right: width - 14, top: 8, bottom: HEIGHT - 38 };
  return (
    <ChartSvg width={width} height={HEIGHT} label="Accuracy against cost">
      <SvgAxes
        frame={frame}
        x={chart.x}
        y={chart.y}
        xTitle={PAID_TITLES[paid]}
        yTitle="accuracy [%]"
        formatY={(share) => String(Math.round(share * 1000) / 10)}
      />
      {chart.arms.map((arm) => (
        <Seeds key={arm.arm.key} {...{ arm, chart, frame, paid }} />
      ))}
      {chart.arms.map((arm) => (
        <Mean key={arm.arm.key} {...{ arm, chart, frame, paid }} />
      ))}
    </ChartSvg>
  );
}

interface MarkProps {
  arm: ScatterArm;
  chart: Scatter;
  frame: Frame;
  paid: PaidIn;
}

function Seeds({ arm: { arm, seeds }, chart, frame, paid }: MarkProps) {
  const mark = markOf(armMarkOf(arm).position);
  return seeds.map(({ seed, cost, accuracy }) => (
    <g
      key={seed}
      // The only seed of an arm is all there is of it: it stands for itself and for no mean.
      opacity={seeds.length > 1 ? 0.55 : 1}
      transform={`translate(${frameX(frame, chart.x, cost) - 3.6} ${frameY(frame, chart.y, accuracy) - 3.6}) scale(.6)`}
    >
      <title>{`${arm.name}, seed ${seed}: ${formatShare(accuracy)} for ${amountOf(paid)(cost)}`}</title>
      <path d={mark.path} fill={mark.colour} fillRule="evenodd" />
    </g>
  ));
}

function Mean({ arm: { arm, cost, accuracy, muted, seeds }, chart, frame, paid }: MarkProps) {
  if (accuracy === null || cost.mean === null) return null;
  const mark = markOf(armMarkOf(arm).position);
  const [x, y] = [frameX(frame, chart.x, cost.mean), frameY(frame, chart.y, accuracy.mean)];
  const vertical =
    accuracy.lo === null || accuracy.hi === null
      ? ""
      : `M${x} ${frameY(frame, chart.y, accuracy.lo)}V${frameY(frame, chart.y, accuracy.hi)}`;
  const horizontal =
    cost.lo === null || cost.hi === null
      ? ""
      : `M${frameX(frame, chart.x, cost.lo)} ${y}H${frameX(frame, chart.x, cost.hi)}`;
  return (
    <g>
      <title>{`${arm.name}: ${formatShare(accuracy.mean)} for ${amountOf(paid)(cost.mean)}, ${seeds.length > 1 ? `means of n = ${seeds.length}` : "one seed"}`}</title>
      <path
        d={`${vertical}${horizontal}`}
        stroke={muted ? colours.axis : mark.colour}
        strokeWidth={1.4}
        strokeDasharray={muted ? "2 2" : ""}
      />
      {seeds.length > 1 ? (
        <path
          d={mark.path}
          fill={mark.colour}
          stroke={colours.surface}
          strokeWidth={1}
          fillRule="evenodd"
          transform={`translate(${x - 6.6} ${y - 6.6}) scale(1.1)`}
        />
      ) : null}
    </g>
  );
}

function scatterCsv({ arms }: Scatter, paid: PaidIn): string {
  const text = (value: number | null) => (value === null ? "" : String(value));
  const head = [
    "arm",
    "seed",
    `cost_${paid}`,
    "cost_t95_lo",
    "cost_t95_hi",
    "accuracy",
    "accuracy_lo",
    "accuracy_hi",
    "n",
  ];
  const rows = arms.flatMap(({ arm, seeds, cost, accuracy }) => [
    ...seeds.map((seed) => [
      arm.name,
      String(seed.seed),
      text(seed.cost),
      "",
      "",
      text(seed.accuracy),
      "",
      "",
      "1",
    ]),
    [
      arm.name,
      "mean",
      ...[cost.mean, cost.lo, cost.hi].map(text),
      ...[accuracy?.mean ?? null, accuracy?.lo ?? null, accuracy?.hi ?? null].map(text),
      String(seeds.length),
    ],
  ]);
  return `${csvOf([head, ...rows])}\r\n`;
}
