"use client";

import { useMemo } from "react";
import { useKeys } from "@/components/shell/keys/keys";
import { Panel } from "@/components/ui/panel";
import type { TraceDetail } from "@/lib/contracts";
import { anchorText, parseAnchor, type TraceAnchor } from "@/lib/traces/anchor";
import type { ResponseBlock } from "@/lib/traces/layout";
import { FactsPanel } from "./facts-panel";
import { GroupPanel } from "./group/group-panel";
import { blocksOf } from "./prepare-trace";
import { PromptPanel } from "./prompt-panel";
import { RawResponse } from "./raw-response";
import { ReadingBar } from "./reading-bar";
import { RewardFormula } from "./reward-formula";
import { ScorersPanel } from "./scorers/scorers-panel";
import { useTraceSearch } from "./search/use-trace-search";
import { SelectionLink } from "./selection-link";
import { StepsPanel } from "./steps/steps-panel";
import { Reading } from "./text/reading";
import { NO_MARKS, TextMarks } from "./text/text-marks";
import { useAnchor, useBringIntoView } from "./use-anchor";
import { useOpenStep } from "./use-open-step";
import { useReading } from "./use-reading";
import { useStepCursor } from "./use-step-cursor";

/** The words a range marks stand in a block, so the raw response below need not be scrolled to. */
function isInBlocks(blocks: readonly ResponseBlock[], anchor: TraceAnchor | null): boolean {
  if (anchor?.kind !== "range") return false;
  return blocks.some((block) => block.start < anchor.end && anchor.start < block.end);
}

const stepOf = (anchor: TraceAnchor | null) =>
  anchor === null || anchor.kind === "range" ? null : anchor.step;

/** One trace, from its prompt to its reward. */
export function TraceView({ trace }: { trace: TraceDetail }) {
  const blocks = useMemo(() => blocksOf(trace), [trace]);
  const anchor = useAnchor();
  const reading = useReading(trace);
  const search = useTraceSearch(trace, blocks);
  const { open, show, toggle } = useOpenStep(anchor?.kind === "continuation" ? anchor.step : null);
  const steps = trace.traceSteps.map((step) => step.index);
  const current = useStepCursor(steps, stepOf(anchor), toggle);
  useBringIntoView(anchor === null || anchor.kind === "range" ? null : anchorText(anchor));
  useKeys("Trace", [{ keys: ["/"], does: "Search this trace", run: search.show }]);
  const range = anchor?.kind === "range" ? anchor : null;
  // Contexts that change only with what they hold: texts below are then not drawn again without need.
  const { find, current: hit } = search;
  const marks = useMemo(() => ({ find, current: hit, range, isQuiet: false }), [find, hit, range]);
  const { view, threshold, tokens } = reading;
  const shown = useMemo(() => ({ view, threshold, tokens }), [view, threshold, tokens]);
  return (
    <Reading value={shown}>
      <ReadingBar
        reading={reading}
        search={search}
        onGo={({ place }) => {
          const at = parseAnchor(place);
          if (at?.kind === "continuation") show(at.step);
        }}
      />
      <TextMarks value={marks}>
        <div className="flex flex-col gap-4 p-4">
          <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
            <div className="flex min-w-0 flex-col gap-4">
              <PromptPanel prompt={trace.prompt} />
              <StepsPanel trace={trace} blocks={blocks} current={current} open={open} onToggle={toggle} />
            </div>
            <FactsPanel trace={trace} />
          </div>
          <ScorersPanel scorers={trace.scorers} stepCount={trace.row.stepCount} />
          <Panel title="Reward">
            <RewardFormula trace={trace} />
          </Panel>
          {trace.group ? <GroupPanel group={trace.group} current={trace.row.id} /> : null}
          <TextMarks value={{ ...NO_MARKS, range, isQuiet: isInBlocks(blocks, anchor) }}>
            <Panel title="Raw response">
              <RawResponse
                text={trace.response}
                escaped={trace.textEscaped}
                imported={trace.imported !== null}
              />
            </Panel>
          </TextMarks>
        </div>
      </TextMarks>
      <SelectionLink response={trace.response} />
    </Reading>
  );
}
