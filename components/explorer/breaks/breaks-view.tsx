"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ExplorerBreaks, explorerBreaks, type TraceSelection } from "@/lib/contracts";
import { formatCount, plural } from "@/lib/format/number";
import { explorerHref } from "../selection-state";
import { MarksChart } from "./marks-chart";
import {
  type BreakMark,
  drawnFates,
  drawnFirstDrops,
  fateMarks,
  firstDropMarks,
  lastDrawnStep,
  meanMarks,
} from "./prepare-breaks";
import { ProcessMatrix } from "./process-matrix";

interface Props {
  selection: TraceSelection;
  /** The selection as query parameters. */
  params: string;
}

/** Where the traces of a selection break: by trace step, by what became of them, and verdict against process. */
export function BreaksView({ selection, params }: Props) {
  const { data, error, refetch } = useQuery({
    queryKey: ["explorer", "breaks", params],
    queryFn: ({ signal }) => fetchJson(`/api/v1/explorer/breaks?${params}`, explorerBreaks, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error)
    return (
      <QueryFailure title="The overview could not be made" error={error} onRetry={() => void refetch()} />
    );
  if (!data) return <Skeleton className="m-4 h-72" />;
  if (data.total === 0)
    return <EmptyState title="No trace matches">Take a filter away to see where traces break.</EmptyState>;
  const hrefOf = (opens: TraceSelection) => explorerHref({ ...selection, ...opens });
  return <Overviews breaks={data} hrefOf={hrefOf} />;
}

interface OverviewProps {
  breaks: ExplorerBreaks;
  hrefOf: (opens: TraceSelection) => string;
}

function Overviews({ breaks, hrefOf }: OverviewProps) {
  const { total, scored, largeDrop, withoutDrop, fates } = breaks;
  const markHref = (mark: BreakMark) => (mark.opens ? hrefOf(mark.opens) : null);
  const last = lastDrawnStep(breaks);
  const longer = breaks.steps[last]?.scored ?? 0;
  const beyond =
    breaks.steps.length > last
      ? ` Drawn to trace step ${last}: ${plural(longer, "scored trace")} reach${longer === 1 ? "es" : ""} further, to ${breaks.steps.length}; the CSV holds them.`
      : "";
  const unscored = fates.find((f) => f.fate === null)?.count ?? 0;
  return (
    <div className="grid gap-4 p-4 xl:grid-cols-2">
      <p className="text-ink-2 text-sm xl:col-span-2">
        {plural(total, "trace")}, {formatCount(scored)} with at least one c
        {unscored > 0 ? (
          <>
            ;{" "}
            <Link href={hrefOf({ scored: "no" })} className="text-accent underline">
              {formatCount(unscored)} without
            </Link>{" "}
            are in no chart of c
          </>
        ) : null}
        . Each bar, dot and number opens its traces.
      </p>
      <MarksChart
        title="First large drop by trace step"
        kind="bars"
        unit="count"
        marks={drawnFirstDrops(breaks)}
        all={firstDropMarks(breaks)}
        xTitle="trace step i at which c first falls by a lot"
        yTitle="traces"
        csvHead="trace_step,traces,low,high"
        hrefOf={markHref}
        caption={`A large drop is c falling by at least ${largeDrop} from one scored trace step to the next. n = ${formatCount(scored)} scored traces, ${formatCount(withoutDrop)} of them without such a drop.`}
      />
      <MarksChart
        title="Mean c by trace step"
        kind="dots"
        unit="c"
        marks={meanMarks(breaks).slice(0, last)}
        all={meanMarks(breaks)}
        xTitle="trace step i"
        yTitle="mean c"
        csvHead="trace_step,mean_c,low,high"
        hrefOf={markHref}
        caption={`Dots: mean over the scored traces that have this step; whiskers: 95%, traces of one prompt as one cluster. Later steps are those of longer traces: other traces, not the same ones further on.${beyond}`}
      />
      <MarksChart
        title="What became of solvability"
        kind="bars"
        unit="share"
        marks={drawnFates(breaks)}
        all={fateMarks(breaks)}
        xTitle="what became of it"
        yTitle="scored traces [%]"
        csvHead="fate,share,low,high"
        hrefOf={markHref}
        caption={`Lost at i: solvable at the start, c = 0 from trace step i to the end. Shares of n = ${formatCount(scored)} scored traces. They are of these traces; nothing is said beyond them.`}
      />
      <Panel title="Verdict against process" padded={false}>
        <div className="grid gap-2 pb-2">
          <p className="px-4 pt-3 text-ink-3 text-xs">
            By c: sound is solvable to the end without a large drop. By people: no step of the trace was
            called wrong.
          </p>
          <h3 className="px-4 pt-1 font-medium text-xs">By c</h3>
          <ProcessMatrix
            label="Verdict against process by c"
            matrix={breaks.byC}
            field="process"
            hrefOf={hrefOf}
          />
          <h3 className="px-4 pt-2 font-medium text-xs">By people's labels</h3>
          <ProcessMatrix
            label="Verdict against process by labels"
            matrix={breaks.byPeople}
            field="humanProcess"
            hrefOf={hrefOf}
          />
        </div>
      </Panel>
    </div>
  );
}
