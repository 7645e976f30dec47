"use client";

import { useMemo } from "react";
import { KeysButton } from "@/components/shell/keys/keys";
import { Panel } from "@/components/ui/panel";
import { SideScroller } from "@/components/ui/side-scroller";
import type { TraceDetail } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { sliceCodePoints } from "@/lib/traces";
import { blocksOf, type TraceStepView, viewTraceSteps } from "../prepare-trace";
import { PromptPanel } from "../prompt-panel";
import { useAnchor } from "../use-anchor";
import { useStepCursor } from "../use-step-cursor";
import { CompareHead } from "./compare-head";
import { CommonRow, OutsideRow, StepRow } from "./compare-rows";
import { areEqual, commonSteps } from "./prepare-compare";

/** Text that no trace step holds, in the order of the response. */
function outsideOf(trace: TraceDetail): string {
  return blocksOf(trace)
    .filter((block) => block.kind === "outside")
    .map((block) => sliceCodePoints(trace.response, block.start, block.end))
    .join("\n…\n");
}

function inWords(views: readonly TraceStepView[][], common: number): string {
  if (areEqual(views.map((steps) => steps.map((step) => step.body)))) return "The trace steps are the same.";
  if (common === 0) return "They differ from the first trace step on.";
  return `${plural(common, "trace step")} in common, then they differ: s${common + 1} is the first that is not the same.`;
}

/** Traces beside each other: the steps they share once, then each from the first step at which they differ. */
export function CompareView({ traces }: { traces: readonly TraceDetail[] }) {
  const views = useMemo(() => traces.map(viewTraceSteps), [traces]);
  const outside = useMemo(() => traces.map(outsideOf), [traces]);
  const bodies = views.map((steps) => steps.map((step) => step.body));
  const common = commonSteps(bodies);
  const most = Math.max(0, ...bodies.map((steps) => steps.length));
  const differing = Array.from({ length: most - common }, (_, i) => common + i);
  const anchor = useAnchor();
  const named = anchor === null || anchor.kind === "range" ? null : anchor.step;
  const current = useStepCursor(
    differing.map((i) => i + 1),
    named,
  );
  const prompts = new Map(traces.map((trace) => [trace.prompt.id, trace.prompt]));
  return (
    <div className="flex flex-col gap-4 p-4">
      {prompts.size > 1 ? (
        <p className="rounded-md border bg-warn/10 px-3 py-2 text-sm">
          These traces answer {prompts.size} different prompts: that their steps differ says little.
        </p>
      ) : (
        [...prompts.values()].map((prompt) => <PromptPanel key={prompt.id} prompt={prompt} />)
      )}
      <Panel
        title={inWords(views, common)}
        padded={false}
        aside={
          <>
            {traces.length > 2
              ? "words that the first has not are marked"
              : "words that the other has not are marked"}
            <KeysButton />
          </>
        }
      >
        <SideScroller what="Traces side by side">
          <table className="w-full table-fixed border-collapse text-left align-top text-sm">
            <colgroup>
              <col className="w-10" />
              {traces.map((trace) => (
                <col key={trace.row.id} className="w-80" />
              ))}
            </colgroup>
            <CompareHead traces={traces} />
            <tbody>
              {common > 0 ? <CommonRow views={views} common={common} /> : null}
              {differing.map((i) => (
                <StepRow key={i} index={i} traces={traces} views={views} isCurrent={current === i + 1} />
              ))}
              {outside.some((text) => text !== "") ? <OutsideRow traces={traces} texts={outside} /> : null}
            </tbody>
          </table>
        </SideScroller>
      </Panel>
    </div>
  );
}
