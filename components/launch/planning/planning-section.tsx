"use client";

import { PowerChart } from "@/components/charts/power-chart";
import { Panel } from "@/components/ui/panel";
import { plural } from "@/lib/format/number";
import { useLaunchForm } from "../form-context";
import { PlanningControls } from "./planning-controls";
import { PlanningTable } from "./planning-table";
import { FEWEST_SEEDS, type Plan, POWER_ASKED, preparePlan } from "./prepare-planning";
import { SpreadSources } from "./spread-sources";

/** Where the short form beside the launch button points to. */
export const PLANNING_ID = "power";

function Curves({ plan }: { plan: Plan }) {
  const { shown, seeds, effect } = plan;
  const points = (100 * effect).toFixed(1);
  return (
    <div className="grid gap-x-8 gap-y-5 lg:grid-cols-2">
      {seeds < FEWEST_SEEDS ? (
        <p className="self-center text-ink-2 text-sm">
          {plural(seeds, "seed")}: no verdict is given, however large the difference. {FEWEST_SEEDS} seeds are
          the least that carries one.
        </p>
      ) : (
        <PowerChart
          title={`Power by true difference, S = ${seeds}, ${shown.title}`}
          x={{ title: "true difference between two arms", unit: "points" }}
          lines={plan.byEffect}
          marks={[{ x: 100 * effect, label: `${points} points` }]}
          level={POWER_ASKED}
        />
      )}
      <PowerChart
        title={`Power by seeds, true difference of ${points} points, ${shown.title}`}
        x={{ title: "seeds per arm" }}
        lines={plan.bySeeds}
        marks={seeds < FEWEST_SEEDS ? [] : [{ x: seeds, label: `S = ${seeds}` }]}
        level={POWER_ASKED}
      />
    </div>
  );
}

function designNote({ family }: Plan): string {
  if (family.design === "paired")
    return "Arms share their warm-ups seed by seed, so a comparison is the t test of the seeds' differences.";
  if (family.design === "unpaired")
    return "No two compared arms share warm-ups: Welch's t test, planned with seeds of one arm as spread as a paired difference would be.";
  return "Curves are for arms that share warm-ups; arms that do not are compared by Welch's t test and need more seeds.";
}

/** Power before anything runs: what these seeds and questions would show, by benchmark, and what more seeds would buy. */
export function PlanningSection() {
  const { draft, guesses, spreads } = useLaunchForm();
  const plan = preparePlan(draft, guesses, spreads);
  return (
    <div id={PLANNING_ID} className="scroll-mt-4">
      <Panel
        title={`Power: what ${plural(draft.seeds.length, "seed")} would show`}
        aside={`dotted line: ${Math.round(100 * POWER_ASKED)}% power`}
      >
        <PlanningControls />
        {plan ? (
          <div className="mt-3 flex flex-col gap-4">
            <Curves plan={plan} />
            <div className="-mx-4 overflow-x-auto">
              <PlanningTable plan={plan} />
            </div>
            <SpreadSources plans={plan.benchmarks} />
            <p className="max-w-prose text-ink-2 text-xs">
              {designNote(plan)} Power is exact for normal seed noise (noncentral t); the questions add at
              most the share answered differently over n to the variance.
            </p>
          </div>
        ) : (
          <p className="mt-2 text-ink-3 text-sm">
            Power needs at least one seed, one benchmark and the numbers above.
          </p>
        )}
      </Panel>
    </div>
  );
}
