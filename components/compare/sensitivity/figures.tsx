import { Panel } from "@/components/ui/panel";
import type { SensitivityArm } from "@/lib/contracts";
import { prepareContinuations, prepareVariation } from "./prepare-sensitivity";
import { SensitivityFigure } from "./sensitivity-figure";

const GRID = "grid gap-x-8 gap-y-5 md:grid-cols-2 2xl:grid-cols-3";
const PER_STEP = "M′ continuations per trace step";
const EXACT = "Exact: hypergeometric draws from the stored counts.";
const EXACT_OR_FORECAST = `${EXACT} Hollow: forecast by a Beta-binomial model, how far what is stored would move if more were drawn.`;
const NONE = "No arm has continuations behind its reward here.";

interface Props {
  arms: readonly SensitivityArm[];
}

/** What fewer (exactly) and more (by a forecast) continuations would have said of the same responses. */
export function ContinuationFigures({ arms }: Props) {
  const forecasts = arms.some(({ continuations }) => continuations.some(({ kind }) => kind === "forecast"));
  const exact = forecasts ? EXACT_OR_FORECAST : EXACT;
  const draws = Math.max(0, ...arms.flatMap((arm) => arm.continuations.map((p) => p.resampled?.draws ?? 0)));
  const seed = arms.flatMap((arm) => arm.continuations).find((p) => p.resampled !== null)?.resampled?.seed;
  const resampled =
    draws === 0
      ? EXACT
      : `Resampled without replacement, up to ${draws} draws, seed ${seed}; whiskers: 2 Monte Carlo SE. At the stored M nothing moves.`;
  const common = { xTitle: PER_STEP, absent: NONE };
  return (
    <Panel title="Number of continuations M" aside="against all that are stored; ringed: as trained">
      <div className={GRID}>
        <SensitivityFigure
          {...common}
          title="Gate decides otherwise"
          yTitle="expected share of responses [%]"
          share
          note={exact}
          chart={prepareContinuations(arms, "flips")}
        />
        <SensitivityFigure
          {...common}
          title="Spread of R_proc by the draw alone"
          yTitle="root mean square SD of R_proc"
          share={false}
          note={`${exact} c_i in [0, 1].`}
          chart={prepareContinuations(arms, "spread")}
        />
        {grouped(arms) ? (
          <>
            <SensitivityFigure
              {...common}
              title="Order of two responses reversed"
              yTitle="expected share of pairs [%]"
              share
              note={`${exact} Pairs of responses of one group, by R.`}
              chart={prepareContinuations(arms, "reversed")}
            />
            <SensitivityFigure
              {...common}
              title="Advantage has the other sign"
              yTitle="share of responses [%]"
              share
              note={resampled}
              chart={prepareContinuations(arms, "signs")}
            />
            <SensitivityFigure
              {...common}
              title="Change of the advantage"
              yTitle="root mean square change"
              share={false}
              note={resampled}
              chart={prepareContinuations(arms, "change")}
            />
          </>
        ) : null}
      </div>
      {grouped(arms) ? null : <NoGroups />}
    </Panel>
  );
}

/** Whether any arm has a group that is stored whole: without one there is no baseline to compare with. */
const grouped = (arms: readonly SensitivityArm[]) =>
  arms.some(({ base }) => base.groups > base.incompleteGroups);

function NoGroups() {
  return (
    <p className="mt-3 text-ink-3 text-xs">
      The order within groups and advantages need groups of responses that are stored whole: there are none
      here (a probe samples one response a prompt).
    </p>
  );
}

const COUNTED = "Exact: every stored response, counted.";

type VariationQuantity = Parameters<typeof prepareVariation>[2];

/** What is shown along a setting of the gate, in the words of the figures. */
const VARIATIONS: readonly {
  quantity: VariationQuantity;
  title: string;
  yTitle: string;
  absent: string;
  /** Needs groups that are stored whole. */
  ofGroups: boolean;
  /** Said instead of a chart of nothing but zeros. */
  zero?: string;
}[] = [
  {
    quantity: "passes",
    title: "Gate passes",
    yTitle: "share of responses [%]",
    absent: NONE,
    ofGroups: false,
  },
  {
    quantity: "signs",
    title: "Advantage has the other sign",
    yTitle: "share of responses [%]",
    absent: "No arm has a reward here.",
    ofGroups: true,
  },
  {
    quantity: "withoutSignal",
    title: "Groups without signal",
    yTitle: "share of groups [%]",
    absent: "No arm has a reward here.",
    ofGroups: true,
  },
  {
    quantity: "undetermined",
    title: "Gate undetermined by lost continuations",
    yTitle: "share of responses [%]",
    absent: NONE,
    ofGroups: false,
    zero: "No gate is undetermined, at any τ: too few continuations were lost to turn one.",
  },
];

interface VariationProps extends Props {
  along: "tau" | "maxScoredSteps";
  xTitle: string;
  quantities: readonly VariationQuantity[];
}

function VariationFigures({ arms, along, xTitle, quantities }: VariationProps) {
  return (
    <div className={GRID}>
      {VARIATIONS.filter(
        ({ quantity, ofGroups }) => quantities.includes(quantity) && (!ofGroups || grouped(arms)),
      ).map(({ quantity, title, yTitle, absent, zero }) => (
        <SensitivityFigure
          key={quantity}
          {...{ title, yTitle, xTitle, absent }}
          {...(zero === undefined ? {} : { zero })}
          share
          note={COUNTED}
          chart={prepareVariation(arms, along, quantity)}
        />
      ))}
    </div>
  );
}

/** What another threshold of the gate would have decided. */
export function TauFigures({ arms }: Props) {
  return (
    <Panel title="Threshold of the gate τ" aside="ringed: as trained">
      <VariationFigures
        arms={arms}
        along="tau"
        xTitle="threshold τ"
        quantities={["passes", "signs", "withoutSignal", "undetermined"]}
      />
    </Panel>
  );
}

/** What scoring fewer trace steps would have decided. */
export function ScoredStepsFigures({ arms }: Props) {
  return (
    <Panel
      title="Scored trace steps K_max"
      aside={`as far as continuations are stored; trained with ${[...new Set(arms.map(({ settings }) => settings.maxScoredSteps))].join(", ")}, ringed where that many are`}
    >
      <VariationFigures
        arms={arms}
        along="maxScoredSteps"
        xTitle="K_max: trace steps that are scored"
        quantities={["passes", "signs", "withoutSignal"]}
      />
    </Panel>
  );
}
