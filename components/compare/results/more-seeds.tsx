"use client";

import { useState } from "react";
import { PowerChart } from "@/components/charts/power-chart";
import { LinkButton } from "@/components/ui/button";
import { NumberField } from "@/components/ui/number-field";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import {
  type ArmComparison,
  type CompareOptions,
  type MoreSeeds as Facts,
  moreSeeds,
} from "@/lib/stats/ablation";
import { mostUseful, powerLines } from "./prepare-more-seeds";

interface Props {
  comparison: ArmComparison;
  options: CompareOptions;
  /** Where seeds can be added; null: not one ablation of this server. */
  ablationId: string | null;
}

const POINTS = 100;
const LARGEST = 100;

/** What more seeds would buy one comparison: power against seeds, for the observed difference and for a chosen one. */
export function MoreSeeds({ comparison, options, ablationId }: Props) {
  const [chosen, setChosen] = useState<number | null>(POINTS * options.delta);
  const refused = chosen === null || chosen <= 0 || chosen > LARGEST;
  const effect = refused ? options.delta : chosen / POINTS;
  const found = moreSeeds(comparison, effect, options);
  return (
    <section aria-label="What more seeds would buy" className="min-w-0">
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <h3 className="font-medium text-sm">What more seeds would buy</h3>
        <label htmlFor="chosen-effect" className="flex items-center gap-2 text-ink-2 text-xs">
          A difference worth seeing [points]
          <NumberField
            id="chosen-effect"
            className="w-16"
            value={chosen}
            onValueChange={setChosen}
            aria-invalid={refused}
            aria-describedby="chosen-effect-error"
          />
        </label>
        <span id="chosen-effect-error" role="status" className="text-bad text-xs">
          {refused ? `between 0 and ${LARGEST}; ${POINTS * options.delta} is used` : ""}
        </span>
      </div>
      {found ? (
        <Found found={found} comparison={comparison} ablationId={ablationId} />
      ) : (
        <p className="text-ink-2 text-sm">
          Power needs the spread over seeds, which is not known yet: two seeds an arm that differ are the
          least.
        </p>
      )}
    </section>
  );
}

function Found({
  found,
  comparison,
  ablationId,
}: { found: Facts } & Pick<Props, "comparison" | "ablationId">) {
  const more = mostUseful(found);
  const { familySize, role } = comparison;
  return (
    <div className="grid items-start gap-x-8 gap-y-3 xl:grid-cols-[minmax(0,34rem)_minmax(0,1fr)]">
      <PowerChart
        title="Power against seeds"
        lines={powerLines(found)}
        x={{ title: "seeds per arm, S" }}
        marks={[{ x: found.seeds, label: `S = ${found.seeds} now` }]}
        level={found.power}
        caption={`Two-sided t test at ${found.alpha}, ${found.design}, one comparison on its own; dotted: ${Math.round(100 * found.power)}% power.`}
      />
      <div className="max-w-prose space-y-1.5 text-sm">
        {found.sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
        {role === "declared" && familySize > 1 ? (
          <p>
            In its Holm family of {familySize} the clearest comparison is asked for p &lt;{" "}
            {(found.alpha / familySize).toFixed(4)}: more seeds than shown here.
          </p>
        ) : null}
        {ablationId !== null && more !== null ? (
          <div className="pt-1">
            <LinkButton size="sm" href={routes.addSeeds(ablationId, more)}>
              Add {plural(more, "seed")} to this ablation
            </LinkButton>
            <p className="mt-1 text-ink-3 text-xs">
              Seeds added after looking at results are recorded as such: adding until a difference shows is
              optional stopping.
            </p>
          </div>
        ) : null}
      </div>
    </div>
  );
}
