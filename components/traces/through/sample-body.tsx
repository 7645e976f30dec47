"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { fetchJson } from "@/lib/client/fetch-json";
import { type TraceDetail, traceDetail } from "@/lib/contracts";
import { sliceCodePoints } from "@/lib/traces";
import { LongText } from "../long-text";
import { countsInWords, Pips } from "../pips";
import { blocksOf, viewTraceSteps } from "../prepare-trace";
import { blockPlace } from "../search/prepare-search";

/** What one sample says; read only once someone looks at it. */
export function SampleBody({ id }: { id: string | null }) {
  const { data, error, refetch, isPlaceholderData } = useQuery({
    queryKey: ["trace", id],
    queryFn: ({ signal }) => fetchJson(`/api/v1/traces/${id}`, traceDetail, { signal }),
    enabled: id !== null,
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
  if (id === null)
    return <p className="p-4 text-ink-3 text-sm">Choose a sample to read what it says at this train step.</p>;
  if (error)
    return (
      <ErrorState title="The trace could not be read" detail={error.message} onRetry={() => void refetch()} />
    );
  if (!data) return <Skeleton className="m-4 h-32" />;
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? "opacity-50" : ""}>
      <Blocks trace={data} />
    </div>
  );
}

function Blocks({ trace }: { trace: TraceDetail }) {
  const steps = new Map(viewTraceSteps(trace).map((step) => [step.index, step]));
  return (
    <ol>
      {blocksOf(trace).map((block) => {
        const step = block.kind === "step" ? steps.get(block.index) : undefined;
        return (
          <li
            key={blockPlace(block)}
            className="grid grid-cols-[2.5rem_minmax(0,1fr)] gap-x-3 border-b px-4 py-2 last:border-b-0"
          >
            <span className="font-mono text-ink-3 text-xs">
              {step ? (
                <>
                  s<sub>{step.index}</sub>
                </>
              ) : block.kind === "answer" ? (
                "ans."
              ) : (
                "text"
              )}
            </span>
            <div className="min-w-0 font-mono text-sm">
              <LongText text={sliceCodePoints(trace.response, block.start, block.end)} />
              {step ? (
                <div className="mt-0.5 flex items-center gap-2 font-sans text-xs" title={countsInWords(step)}>
                  <Pips counts={step} hollow={step.crossesTau} />
                  {step.c === null ? null : `c = ${step.c.toFixed(2)}`}
                </div>
              ) : null}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
