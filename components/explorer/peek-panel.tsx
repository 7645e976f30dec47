"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink, X } from "lucide-react";
import Link from "next/link";
import { LongText } from "@/components/traces/long-text";
import { countsInWords, Pips } from "@/components/traces/pips";
import { type TraceStepView, viewTraceSteps } from "@/components/traces/prepare-trace";
import { visibleText } from "@/components/traces/text/visible-text";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { useSettled } from "@/components/ui/use-settled";
import { fetchJson } from "@/lib/client/fetch-json";
import { type TraceDetail, traceDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { HitList } from "./hit-list";
import { numberOr, traceName } from "./row-text";
import { explorerHref } from "./selection-state";

/** Who walks the list with j does not ask for every trace on the way. */
const SETTLE_MS = 120;

interface Props {
  id: string;
  /** The search of the list: its places in this trace are named. */
  text: string | undefined;
  project: string | null;
  onLeave: () => void;
  onClose: () => void;
}

/** A trace read beside the list: its prompt, its steps with their c, its answer. Bodies come only now. */
export function PeekPanel({ id, text, project, onLeave, onClose }: Props) {
  const settled = useSettled(id, SETTLE_MS);
  const { data, error, refetch } = useQuery({
    queryKey: ["trace", settled],
    queryFn: ({ signal }) => fetchJson(`/api/v1/traces/${settled}`, traceDetail, { signal }),
    staleTime: 60_000,
    gcTime: 60_000,
  });
  return (
    <aside
      aria-label="The trace beside the list"
      className="fixed inset-y-0 right-0 z-30 flex w-[min(28rem,100vw)] flex-col border-l bg-surface shadow-pop lg:static lg:z-0 lg:w-[26rem] lg:shrink-0 lg:shadow-none xl:w-[30rem]"
    >
      <header className="flex min-h-10 items-center gap-2 border-b px-3">
        <h2 className="min-w-0 flex-1 truncate font-semibold text-sm">
          {data ? `Trace ${traceName(named(data))}` : "Trace"}
        </h2>
        <Link
          href={routes.trace(id)}
          onClick={onLeave}
          className="inline-flex items-center gap-1 text-accent text-xs hover:underline"
        >
          Open <ExternalLink aria-hidden className="size-3" />
        </Link>
        <Button variant="ghost" size="icon" aria-label="Close the trace beside the list" onClick={onClose}>
          <X aria-hidden />
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto p-3" key={settled}>
        {error ? (
          <QueryFailure title="This trace could not be read" error={error} onRetry={() => void refetch()} />
        ) : data ? (
          <>
            {text === undefined ? null : <HitList id={data.row.id} text={text} />}
            <Body trace={data} project={project} onLeave={onLeave} />
          </>
        ) : (
          <Skeleton className="h-64 w-full" />
        )}
      </div>
    </aside>
  );
}

/** An import that knows no train step is stored under 0. */
const named = ({ row, imported }: TraceDetail) => ({
  trainStep: imported && row.trainStep === 0 ? null : row.trainStep,
  sampleIndex: row.sampleIndex,
  source: imported,
});

interface BodyProps {
  trace: TraceDetail;
  project: string | null;
  onLeave: () => void;
}

/** Other traces to read beside this one. */
function Others({ trace, project }: Omit<BodyProps, "onLeave">) {
  const of = project ? { project } : {};
  const link = "text-accent hover:underline";
  return (
    <span className="flex flex-wrap gap-x-3">
      <Link href={explorerHref({ ...of, prompt: trace.prompt.id })} className={link}>
        All traces of this prompt
      </Link>
      {trace.group ? (
        <Link href={explorerHref({ ...of, runs: [trace.run.id], group: trace.group.id })} className={link}>
          Its group
        </Link>
      ) : null}
    </span>
  );
}

function Body({ trace, project, onLeave }: BodyProps) {
  const steps = viewTraceSteps(trace);
  const { row } = trace;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p className="text-ink-3 text-xs">
        <bdi>{visibleText(trace.run.name)}</bdi>, R = {numberOr(row.reward)}, advantage{" "}
        {numberOr(row.groupAdvantage)}
        <Others trace={trace} project={project} />
      </p>
      <section aria-label="Prompt" className="rounded border bg-sunken px-3 py-2 text-xs">
        <LongText text={trace.prompt.messages.map((message) => message.content).join("\n\n")} />
        {trace.prompt.answer === null ? null : (
          <p className="mt-1 text-ink-3">
            Reference: <bdi className="font-mono">{visibleText(trace.prompt.answer)}</bdi>
          </p>
        )}
      </section>
      {steps.length === 0 ? (
        <LongText text={trace.response} className="text-xs" />
      ) : (
        <ol className="flex flex-col gap-2">
          {steps.map((step) => (
            <Step
              key={step.index}
              step={step}
              href={`${routes.trace(row.id)}#s${step.index}`}
              onLeave={onLeave}
            />
          ))}
        </ol>
      )}
      <p className="text-xs">
        <span className="text-ink-3">Answer: </span>
        <bdi className="font-mono">{row.answer === null ? "none" : visibleText(row.answer)}</bdi>
      </p>
    </div>
  );
}

function Step({ step, href, onLeave }: { step: TraceStepView; href: string; onLeave: () => void }) {
  return (
    <li className={cx("border-l-2 pl-2.5", step.isLargestDrop ? "border-bad" : "border-line-strong")}>
      <p className="flex flex-wrap items-center gap-2 text-2xs text-ink-3">
        <Link href={href} onClick={onLeave} className="text-accent hover:underline">
          Trace step {step.index}
        </Link>
        <Pips counts={step} size="sm" />
        <span>{step.c === null ? countsInWords(step) : `c = ${step.c.toFixed(2)}`}</span>
        {step.isLargestDrop ? <span className="font-medium text-bad">largest drop</span> : null}
      </p>
      <LongText text={step.body} className="text-xs" />
    </li>
  );
}
