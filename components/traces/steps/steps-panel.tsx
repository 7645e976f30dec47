"use client";

import { use, useMemo, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Panel } from "@/components/ui/panel";
import type { TraceDetail } from "@/lib/contracts";
import { formatCount } from "@/lib/format/number";
import { sliceCodePoints } from "@/lib/traces";
import type { ResponseBlock } from "@/lib/traces/layout";
import { outcomeInWords } from "../outcome-words";
import { viewTraceSteps } from "../prepare-trace";
import { blockPlace } from "../search/prepare-search";
import { TextMarks } from "../text/text-marks";
import { TraceText } from "../text/trace-text";
import { visibleText } from "../text/visible-text";
import { FIRST_BLOCKS, shownCount } from "./shown-blocks";
import { TraceStepRow } from "./trace-step-row";

const MOST_LAID_OUT = 40;

interface Props {
  trace: TraceDetail;
  blocks: readonly ResponseBlock[];
  /** Index of the step that the reader is at. */
  current: number | null;
  /** Index of the step whose continuations are shown. */
  open: number | null;
  onToggle: (index: number) => void;
}

/** The response in the order in which it was written: trace steps, text outside of them, and the answer. */
export function StepsPanel({ trace, blocks, current, open, onToggle }: Props) {
  const tau = trace.rewardConfig?.tau ?? null;
  const [first, setFirst] = useState(FIRST_BLOCKS);
  const marks = use(TextMarks);
  const shown = shownCount(blocks, first, {
    ...{ steps: [current, open], place: marks.current?.place ?? null, at: marks.range?.start ?? null },
  });
  const answer = blocks.findLast((block) => block.kind === "answer");
  const steps = useMemo(() => new Map(viewTraceSteps(trace).map((step) => [step.index, step])), [trace]);
  return (
    <Panel title="Trace steps" padded={false} aside={<Legend trace={trace} tau={tau} />}>
      {steps.size === 0 ? <NoSteps trace={trace} /> : null}
      {/* Of a trace of hundreds of steps the browser lays out those in sight. */}
      <ol
        className={cx(
          blocks.length > MOST_LAID_OUT && "*:[contain-intrinsic-size:auto_6rem] *:[content-visibility:auto]",
        )}
      >
        {blocks.slice(0, shown).map((block) => {
          if (block === answer) return null;
          const step = block.kind === "step" ? steps.get(block.index) : undefined;
          return step ? (
            <TraceStepRow
              key={blockPlace(block)}
              traceId={trace.row.id}
              step={step}
              tau={tau}
              isCurrent={current === step.index}
              open={open === step.index}
              onToggle={onToggle}
            />
          ) : (
            <TextBlock key={blockPlace(block)} block={block} response={trace.response} />
          );
        })}
      </ol>
      {shown < blocks.length ? (
        <p className="border-t px-4 py-2">
          <Button size="sm" onClick={() => setFirst(blocks.length)}>
            Show {formatCount(blocks.length - shown)} more parts of this response
          </Button>
        </p>
      ) : null}
      <Answer trace={trace} block={answer} />
    </Panel>
  );
}

function Legend({ trace, tau }: { trace: TraceDetail; tau: number | null }) {
  if (trace.traceSteps.every((step) => step.requested === 0)) return "no continuations were sampled";
  if (trace.imported !== null) return "c from continuations, as they were imported; pips: right, wrong, lost";
  return tau === null
    ? "c from continuations of the policy that wrote it"
    : `pips: right, wrong, lost; tick at τ = ${tau}`;
}

function NoSteps({ trace }: { trace: TraceDetail }) {
  const { invalidReason } = trace.row;
  return (
    <p className="border-b p-4 text-ink-2 text-sm">
      {invalidReason === null
        ? "No trace steps were stored."
        : `Invalid format (${visibleText(invalidReason)}): R is 0 and no continuation is sampled. The raw response below shows where it breaks.`}
    </p>
  );
}

const KINDS = {
  outside: { short: "text", says: "outside of the trace steps" },
  answer: { short: "ans.", says: "the body of the answer tag" },
} as const;

/** Text that is no trace step. */
function TextBlock({ block, response }: { block: ResponseBlock; response: string }) {
  if (block.kind === "step") return null;
  const { short, says } = KINDS[block.kind];
  return (
    <li className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 border-b px-4 py-2 last:border-b-0">
      <span className="pt-0.5 text-2xs text-ink-3" title={says}>
        {short}
      </span>
      <div className="min-w-0 overflow-clip font-mono text-ink-2 text-sm [overflow-clip-margin:0.25rem]">
        <TraceText
          text={sliceCodePoints(response, block.start, block.end)}
          from={block.start}
          place={blockPlace(block)}
        />
      </div>
    </li>
  );
}

const noAnswer = (written: string | null) => (written === null ? "none" : "not taken as an answer");

/** What the response answers, as it is written, and how that was judged. */
function Answer({ trace, block }: { trace: TraceDetail; block: ResponseBlock | undefined }) {
  const { answer } = trace.row;
  const written = block ? sliceCodePoints(trace.response, block.start, block.end) : null;
  const word = outcomeInWords(trace.row);
  const tone = word === "right" ? "ok" : word === "wrong" ? "bad" : word === "unknown" ? "muted" : "warn";
  return (
    <div className="flex flex-wrap items-center gap-2 border-t px-4 py-2.5 text-sm">
      <span className="text-ink-3">Answer</span>
      {block && written !== null ? (
        <div className="min-w-0 font-mono">
          <TraceText text={written} from={block.start} place={blockPlace(block)} />
        </div>
      ) : null}
      {written !== null && written.trim() === answer ? null : (
        <span className="min-w-0 break-words">
          {written === null || answer === null ? "" : "read as "}
          <bdi className={answer === null ? "text-ink-3" : "font-mono"}>
            {answer === null ? noAnswer(written) : visibleText(answer)}
          </bdi>
        </span>
      )}
      <Badge tone={tone}>{word}</Badge>
    </div>
  );
}
