"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { visibleText } from "@/components/traces/text/visible-text";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { fetchJson } from "@/lib/client/fetch-json";
import {
  type AdjudicationItem,
  type AdjudicationList,
  type AdjudicationView,
  adjudicationList,
  adjudicationView,
} from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { EditTools } from "../edit-tools";
import { useEdits } from "../use-edits";
import { DecideTrace } from "./decide-trace";
import { differenceInWords, isSettled, nextUnsettled } from "./settled";

const listKey = (set: string) => ["adjudication", set];
const viewKey = (set: string, trace: string) => ["adjudication", set, trace];

/** What raters judged differently, decided one by one. */
export function AdjudicatePage({ set, first }: { set: string; first: AdjudicationList }) {
  const client = useQueryClient();
  const [asked, setAsked] = useQueryState(
    "trace",
    parseAsString.withOptions({ history: "push", shallow: true }),
  );
  const list = useQuery({
    queryKey: listKey(set),
    queryFn: ({ signal }) => fetchJson(apiRoutes.reviewAdjudication(set), adjudicationList, { signal }),
    initialData: first,
  });
  const { items, agreed, takenOver, adjudicator } = list.data;
  const start = items.find(({ settled }) => !settled) ?? items[0];
  const trace = items.find(({ traceId }) => traceId === asked)?.traceId ?? start?.traceId ?? null;
  const go = (to: string) => void setAsked(to);
  const setSettled = (of: string, settled: boolean) =>
    client.setQueryData(listKey(set), (was: AdjudicationList | undefined) => ({
      ...(was ?? first),
      items: (was ?? first).items.map((item) => (item.traceId === of ? { ...item, settled } : item)),
    }));
  const edits = useEdits<AdjudicationView>({
    ...{ set, scorer: adjudicator.id, go },
    read: (of) => client.getQueryData<AdjudicationView>(viewKey(set, of)),
    change: (of, how) => {
      const was = client.getQueryData<AdjudicationView>(viewKey(set, of));
      if (!was) return;
      const now = how(was);
      client.setQueryData(viewKey(set, of), now);
      setSettled(of, isSettled(now));
    },
  });
  if (trace === null) return <NothingDiffers set={set} agreed={agreed} takenOver={takenOver} />;
  const next = nextUnsettled(items, trace);
  return (
    <div className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Agreed set={set} agreed={agreed} takenOver={takenOver} />
        <EditTools onUndo={edits.undo} />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[18rem_minmax(0,1fr)]">
        <Items items={items} current={trace} onGo={go} />
        <OneTrace {...{ set, trace, edits }} onNext={next === null ? null : () => go(next)} />
      </div>
    </div>
  );
}

interface OneProps {
  set: string;
  trace: string;
  edits: ReturnType<typeof useEdits<AdjudicationView>>;
  onNext: (() => void) | null;
}

function OneTrace({ set, trace, edits, onNext }: OneProps) {
  const view = useQuery({
    queryKey: viewKey(set, trace),
    queryFn: ({ signal }) =>
      fetchJson(apiRoutes.reviewAdjudication(set, trace), adjudicationView, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  if (view.data)
    return (
      <DecideTrace
        key={trace}
        view={view.data}
        act={(what) => edits.act(trace, what)}
        undo={edits.undo}
        onNext={onNext}
      />
    );
  if (view.error)
    return (
      <ErrorState
        title="This trace could not be loaded"
        detail={view.error.message}
        onRetry={() => void view.refetch()}
      />
    );
  return <Skeleton className="h-96" />;
}

interface ItemsProps {
  items: readonly AdjudicationItem[];
  current: string;
  onGo: (trace: string) => void;
}

function Items({ items, current, onGo }: ItemsProps) {
  return (
    <Panel title="Raters differ on" padded={false} aside={plural(items.length, "trace")}>
      <ol className="max-h-64 overflow-auto lg:max-h-[70vh]">
        {items.map((item) => (
          <li key={item.traceId} className="border-b last:border-b-0">
            <button
              type="button"
              aria-current={item.traceId === current ? "true" : undefined}
              onClick={() => onGo(item.traceId)}
              className={cx(
                "flex w-full flex-col gap-1 px-4 py-2 text-left text-sm hover:bg-hover",
                item.traceId === current && "bg-ink/5",
              )}
            >
              <span className="flex w-full items-center justify-between gap-2">
                <span className="truncate">
                  <bdi>{visibleText(item.promptPreview)}</bdi>
                </span>
                <Badge tone={item.settled ? "ok" : "warn"}>{item.settled ? "decided" : "open"}</Badge>
              </span>
              <span className="text-ink-2 text-xs">{differenceInWords(item)}</span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

interface AgreedProps {
  set: string;
  agreed: number;
  takenOver: number;
}

/** Takes over what nobody judged differently, so that the adjudicated labels are whole. */
function Agreed({ set, agreed, takenOver }: AgreedProps) {
  const client = useQueryClient();
  const take = useMutation({
    mutationFn: () => fetchJson(apiRoutes.reviewAdjudication(set), adjudicationList, { method: "POST" }),
    onSuccess: (list) => client.setQueryData(listKey(set), list),
  });
  return (
    <div className="flex flex-wrap items-center gap-3 text-sm">
      <span className="text-ink-2">
        On {plural(agreed, "trace")} raters agree; the adjudicated labels hold {takenOver} of them.
      </span>
      <Button size="sm" disabled={take.isPending} onClick={() => take.mutate()}>
        Take over what all agree on
      </Button>
      {take.error ? (
        <span role="alert" className="text-bad text-xs">
          {take.error.message}
        </span>
      ) : null}
    </div>
  );
}

function NothingDiffers(props: AgreedProps) {
  return (
    <EmptyState
      title={props.agreed === 0 ? "Nothing can be compared yet" : "Raters differ on nothing"}
      action={props.agreed === 0 ? undefined : <Agreed {...props} />}
    >
      <p>
        {props.agreed === 0
          ? "Once two raters have done the same trace, what they judge differently is decided here."
          : "Every trace that two raters have done is judged alike."}
      </p>
    </EmptyState>
  );
}
