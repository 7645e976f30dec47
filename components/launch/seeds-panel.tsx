"use client";

import { useId, useState } from "react";
import { NumberField } from "@/components/ui/number-field";
import { Panel } from "@/components/ui/panel";
import { benchmarksOf } from "@/lib/domain/benchmarks";
import { plural } from "@/lib/format/number";
import { PLANNING_ASSUMPTIONS, whatSeedsCanShow } from "@/lib/stats/ablation";
import type { SpecDraft } from "./draft";

const USUAL_SD_POINTS = 2;
const MOST_SD_POINTS = 50;

/** Questions of the smallest chosen benchmark: the least that any comparison rests on. */
function fewestQuestions(draft: SpecDraft): number {
  const limit = draft.evaluation.questions ?? Number.POSITIVE_INFINITY;
  const sizes = benchmarksOf(draft.profile)
    .filter((b) => draft.benchmarks.includes(b.key))
    .map((b) => Math.min(b.questions, limit));
  return sizes.length === 0 ? 0 : Math.min(...sizes);
}

/** Size of the Holm family: every arm against the baseline on every benchmark, without the declared contrast. */
export function comparisonsOf(draft: SpecDraft): number {
  const pairs = Math.max(0, draft.arms.length - 1) * draft.benchmarks.length;
  return Math.max(0, pairs - (draft.contrast ? 1 : 0));
}

/** What this many seeds can and cannot show, before anything is spent. */
export function SeedsPanel({ draft }: { draft: SpecDraft }) {
  const [sd, setSd] = useState<number | null>(USUAL_SD_POINTS);
  const id = useId();
  const usable = sd !== null && sd > 0 && sd <= MOST_SD_POINTS;
  const shown = usable
    ? whatSeedsCanShow(draft.seeds.length, fewestQuestions(draft), sd / 100, comparisonsOf(draft))
    : null;
  return (
    <Panel title={`What ${plural(draft.seeds.length, "seed")} can show`}>
      <div className="mb-3 flex items-center gap-2 text-xs">
        <label htmlFor={id} className="text-ink-2">
          Guessed SD between seeds
        </label>
        <NumberField id={id} className="h-7 w-16" value={sd} onValueChange={setSd} aria-invalid={!usable} />
        <span className="text-ink-3">points</span>
      </div>
      {shown ? (
        <ul className="flex list-disc flex-col gap-1.5 pl-4 text-ink-2 text-xs">
          {shown.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          <li className="list-none text-2xs text-ink-3">{PLANNING_ASSUMPTIONS}</li>
        </ul>
      ) : (
        <p className="text-bad text-xs">A number of points between 0 and {MOST_SD_POINTS} is needed.</p>
      )}
    </Panel>
  );
}
