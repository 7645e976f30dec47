"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useState } from "react";
import { useKeys } from "@/components/shell/keys/keys";
import { AS_WRITTEN, Reading } from "@/components/traces/text/reading";
import { LinkButton } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import type { LabelView, Rater, ReviewQueue, ReviewSetView, ReviewStatus } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { EditTools } from "../edit-tools";
import { judgingOf, progressOf } from "../judging";
import { LabelTrace } from "./label-trace";
import { QueueBar } from "./queue-bar";
import { useJudging } from "./use-judging";
import { useLabelView, useLabelViews } from "./use-label-view";
import { neighbour, nextOpen, useQueue } from "./use-queue";

interface Props {
  set: ReviewSetView;
  rater: Rater;
  queue: ReviewQueue;
  /** The view of the trace that the page opens with. */
  first: LabelView;
}

/** So many traces ahead are fetched, so that a lost connection does not stop the rater at once. */
const AHEAD = 3;

/** A rater's way through a set, trace by trace. */
export function LabelPage({ set, rater, queue, first }: Props) {
  const [asked, setAsked] = useQueryState(
    "trace",
    parseAsString.withOptions({ history: "push", shallow: true }),
  );
  const { items, tags, setItem } = useQueue(set.id, rater.id, queue);
  const trace = items.some(({ traceId }) => traceId === asked) ? (asked ?? first.traceId) : first.traceId;
  const place = { set: set.id, rater: rater.id };
  const go = (to: string) => void setAsked(to);
  const view = useLabelView(place, trace, first);
  const judging = useJudging({
    ...place,
    go,
    setItemStatus: (of: string, status: ReviewStatus) => setItem(of, { status }),
  });
  useAhead(place, items, trace);

  const finish = (status: "done" | "skipped") => {
    const { data } = view;
    if (!data || data.status === "done") return;
    if (status === "done" && !progressOf(judgingOf(data)).anything) return;
    judging.setStatus(data, status);
    const next = nextOpen(items, trace);
    if (next !== null) go(next);
  };
  const step = (by: 1 | -1) => {
    const to = neighbour(items, trace, by);
    if (to !== null) go(to);
  };
  useKeys("Traces", [
    { keys: ["Enter"], does: "Done, next trace to do", run: () => finish("done") },
    { keys: ["s"], does: "Skip, next trace to do", run: () => finish("skipped") },
    { keys: ["l", "ArrowRight"], does: "Next trace", run: () => step(1) },
    { keys: ["h", "ArrowLeft"], does: "Trace before", run: () => step(-1) },
    { keys: ["u"], does: "Undo (Ctrl Z too; Ctrl Y does it again)", run: judging.undo },
  ]);
  const [rendered, setRendered] = useState(false);
  useKeys("Reading", [
    { keys: ["m"], does: "Text as written, or with Markdown and LaTeX", run: () => setRendered(!rendered) },
  ]);
  const left = items.filter(({ status }) => status === "to-do").length;
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="sticky top-0 z-10 -mx-4 -mt-4 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b bg-canvas px-4 py-2">
        <QueueBar items={items} trace={trace} onGo={go} />
        <EditTools onUndo={judging.undo} />
      </div>
      {left === 0 ? <AllDone set={set} /> : null}
      {set.guidelines === "" ? null : <Guidelines text={set.guidelines} />}
      {view.data ? (
        <Reading value={{ ...AS_WRITTEN, view: rendered ? "rendered" : "written" }}>
          <LabelTrace
            key={trace}
            view={view.data}
            knownTags={tags}
            act={(what) => view.data && judging.act(view.data, what)}
            onDone={() => finish("done")}
            onSkip={() => finish("skipped")}
            onReopen={() => view.data && judging.setStatus(view.data, "to-do")}
          />
        </Reading>
      ) : view.error ? (
        <ErrorState
          title="This trace could not be loaded"
          detail={view.error.message}
          hint="What you have labelled is kept. Go on with another trace, or try again."
          onRetry={() => void view.refetch()}
        />
      ) : (
        <Skeleton className="h-96" />
      )}
    </div>
  );
}

function AllDone({ set }: { set: ReviewSetView }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-ok/40 bg-ok/5 p-4">
      <p className="text-sm">
        <strong>Nothing is left to do for you in this set.</strong> Thank you.
      </p>
      <LinkButton href={routes.reviewSet(set.id)}>Back to the set</LinkButton>
    </div>
  );
}

function Guidelines({ text }: { text: string }) {
  return (
    <details className="rounded-lg border bg-surface px-4 py-2 text-sm">
      <summary className="cursor-pointer font-medium">Guidelines</summary>
      <p className="mt-2 whitespace-pre-wrap break-words text-ink-2">{text}</p>
    </details>
  );
}

/** Fetches the traces that come next. */
function useAhead(place: { set: string; rater: string }, items: ReviewQueue["items"], trace: string): void {
  const { options, client } = useLabelViews(place);
  useEffect(() => {
    const here = items.findIndex(({ traceId }) => traceId === trace);
    const ahead = items.slice(here + 1).filter(({ status }) => status === "to-do");
    for (const { traceId } of ahead.slice(0, AHEAD)) void client.prefetchQuery(options(traceId));
  });
}
