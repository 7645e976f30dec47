"use client";

import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { KeyValues } from "@/components/ui/key-values";
import { Panel } from "@/components/ui/panel";
import { decodeNumber, type TraceDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, formatValue } from "@/lib/format/number";
import { LongText } from "./long-text";
import { viewTraceSteps } from "./prepare-trace";
import { RawResponse } from "./raw-response";
import { RewardFormula } from "./reward-formula";
import { outcomeInWords, Siblings } from "./siblings";
import { TraceStepRow } from "./trace-step-row";
import { useOpenStep } from "./use-open-step";

/** One trace, from its prompt to its reward. */
export function TraceView({ trace }: { trace: TraceDetail }) {
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Prompt trace={trace} />
          <Steps trace={trace} />
        </div>
        <Facts trace={trace} />
      </div>
      <Panel title="Reward">
        <RewardFormula trace={trace} />
      </Panel>
      {trace.group ? (
        <Panel title="Group" padded={false} aside="responses to the same prompt in the same train step">
          <Siblings group={trace.group} current={trace.row.id} />
        </Panel>
      ) : null}
      <Panel title="Raw response">
        <RawResponse text={trace.response} escaped={trace.textEscaped} />
      </Panel>
    </div>
  );
}

function Prompt({ trace }: { trace: TraceDetail }) {
  return (
    <Panel title="Prompt" aside={<span className="font-mono">{trace.prompt.key}</span>}>
      <div className="flex flex-col gap-2">
        {trace.prompt.messages
          .map((message, i) => ({ message, key: `${i}-${message.role}` }))
          .map(({ message, key }) => (
            <div key={key}>
              <span className="text-2xs text-ink-3 uppercase tracking-wide">{message.role}</span>
              <div className="font-mono text-sm">
                <LongText text={message.content} />
              </div>
            </div>
          ))}
        <p className="text-sm">
          <span className="text-ink-3">Reference answer</span>{" "}
          <bdi className="font-mono">{trace.prompt.answer ?? "none"}</bdi>
        </p>
      </div>
    </Panel>
  );
}

function Steps({ trace }: { trace: TraceDetail }) {
  const { open, toggle } = useOpenStep();
  const tau = trace.rewardConfig?.tau ?? null;
  const steps = viewTraceSteps(trace);
  return (
    <Panel
      title="Trace steps"
      padded={false}
      aside={
        tau === null
          ? "c from continuations of the policy that wrote it"
          : `pips: right, wrong, lost; tick at τ = ${tau}`
      }
    >
      {steps.length === 0 ? (
        <p className="p-4 text-ink-2 text-sm">
          {trace.row.invalidReason === null
            ? "No trace steps were stored."
            : `Invalid format (${trace.row.invalidReason}): R is 0 and no continuation is sampled. The raw response below shows where it breaks.`}
        </p>
      ) : (
        <ol>
          {steps.map((step) => (
            <TraceStepRow
              key={step.index}
              traceId={trace.row.id}
              step={step}
              tau={tau}
              open={open === step.index}
              onToggle={() => toggle(step.index)}
            />
          ))}
        </ol>
      )}
      <p className="flex flex-wrap items-center gap-2 border-t px-4 py-2.5 text-sm">
        <span className="text-ink-3">Answer</span>
        <bdi className="font-mono">{trace.row.answer ?? "none"}</bdi>
        <OutcomeBadge trace={trace} />
      </p>
    </Panel>
  );
}

function OutcomeBadge({ trace }: { trace: TraceDetail }) {
  const word = outcomeInWords(trace.row);
  const tone = word === "right" ? "ok" : word === "wrong" ? "bad" : word === "unknown" ? "muted" : "warn";
  return <Badge tone={tone}>{word}</Badge>;
}

function Facts({ trace }: { trace: TraceDetail }) {
  const { row, run } = trace;
  const advantage =
    row.groupAdvantage === null
      ? "left out of the baseline"
      : formatValue(decodeNumber(row.groupAdvantage), 3);
  return (
    <Panel title="Facts" className="self-start">
      <KeyValues
        items={[
          {
            key: "run",
            label: "Run",
            value: (
              <Link href={routes.run(run.id)} className="text-accent hover:underline">
                {run.name}
              </Link>
            ),
          },
          { key: "train-step", label: "Train step", value: formatCount(row.trainStep) },
          {
            key: "origin",
            label: "Origin",
            value: row.origin === "probe" ? "probe: diagnostic, never in the reward" : row.origin,
          },
          {
            key: "reward-r",
            label: "Reward R",
            value: row.reward === null ? "unknown" : formatValue(decodeNumber(row.reward), 4),
          },
          { key: "group-advantage", label: "Group advantage", value: advantage },
          { key: "trace-steps-k", label: "Trace steps K", value: formatCount(row.stepCount) },
          {
            key: "length",
            label: "Length",
            value: row.responseTokens === null ? "unknown" : `${formatCount(row.responseTokens)} tokens`,
          },
          {
            key: "ended-by",
            label: "Ended by",
            value:
              trace.finishReason === "length" ? "length limit: truncated" : (trace.finishReason ?? "unknown"),
          },
          { key: "task-family", label: "Task family", value: row.family ?? "none" },
          { key: "data-set", label: "Data set", value: trace.prompt.dataset },
          {
            key: "sampled-by",
            label: "Sampled by",
            value: <span className="break-all font-mono text-xs">{trace.modelId ?? "unknown"}</span>,
          },
        ]}
      />
    </Panel>
  );
}
