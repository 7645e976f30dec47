"use client";

import { Panel } from "@/components/ui/panel";
import { plural } from "@/lib/format/number";
import { PLANNING_ASSUMPTIONS, whatSeedsCanShow } from "@/lib/stats/ablation";
import { useLaunchForm } from "./form-context";
import { PLANNING_ID } from "./planning/planning-section";
import { type BenchmarkPlan, preparePlan } from "./planning/prepare-planning";

/** The benchmark that shows least: what any comparison can rest on. */
function hardestOf(benchmarks: readonly BenchmarkPlan[]): BenchmarkPlan | undefined {
  return benchmarks.toSorted((a, b) => b.spread.sd - a.spread.sd)[0];
}

/** What this many seeds can and cannot show, in sentences beside the launch button; the curves stand in the form. */
export function SeedsPanel() {
  const { draft, guesses, spreads } = useLaunchForm();
  const plan = preparePlan(draft, guesses, spreads);
  const least = plan ? hardestOf(plan.benchmarks) : undefined;
  const shown =
    plan && least
      ? whatSeedsCanShow(draft.seeds.length, least.questions, least.spread.sd, plan.family.size)
      : null;
  return (
    <Panel title={`What ${plural(draft.seeds.length, "seed")} can show`}>
      {shown ? (
        <ul className="flex list-disc flex-col gap-1.5 pl-4 text-ink-2 text-xs">
          {shown.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          <li className="list-none text-2xs text-ink-3">
            {PLANNING_ASSUMPTIONS}; on {least?.title ?? "the hardest benchmark"}.{" "}
            <a href={`#${PLANNING_ID}`} className="text-accent underline underline-offset-2">
              Power curves and guesses
            </a>
          </li>
        </ul>
      ) : (
        <p className="text-ink-3 text-xs">
          At least one seed and one benchmark are needed, and numbers in the{" "}
          <a href={`#${PLANNING_ID}`} className="text-accent underline underline-offset-2">
            guesses
          </a>
          .
        </p>
      )}
    </Panel>
  );
}
