"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useQueryStates } from "nuqs";
import { useLiveRefresh } from "@/components/shell/use-live-refresh";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { QueryFailure } from "@/components/ui/query-failure";
import { Select } from "@/components/ui/select";
import { Toolbar } from "@/components/ui/toolbar";
import { fetchJson } from "@/lib/client/fetch-json";
import { type QueueView as QueueData, queueView } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { formatCount, plural } from "@/lib/format/number";
import { PausedTable } from "./paused-table";
import { QueuedTable } from "./queued-table";
import { RunningTable } from "./running-table";
import { QUEUE_STATE, type QueueState, queueQueryText } from "./url-state";
import { useMove } from "./use-move";

interface Props {
  initial: QueueData;
  /** The API query that `initial` answers. */
  initialQuery: string;
}

/** Hosts that come and go are not told on the live stream. */
const EVERY_MS = 10_000;
/** News that change the queue; metrics come far more often and only sharpen an estimate. */
const CHANGING = new Set(["status", "queue", "hosts"]);

function Filters({
  data,
  state,
  onChange,
}: {
  data: QueueData;
  state: QueueState;
  onChange: (next: Partial<QueueState>) => void;
}) {
  const options = (all: string, choices: readonly { id: string; name: string }[], chosen: string) => [
    { value: "", label: all },
    ...choices.map(({ id, name }) => ({ value: id, label: name })),
    // A link may name what is no longer to be chosen.
    ...(chosen !== "" && !choices.some(({ id }) => id === chosen) ? [{ value: chosen, label: chosen }] : []),
  ];
  return (
    <Toolbar label="Filters">
      <Select
        aria-label="Ablation"
        className="max-w-72"
        value={state.ablation}
        options={options("All ablations", data.choices.ablations, state.ablation)}
        onValueChange={(ablation) => onChange({ ablation })}
      />
      <Select
        aria-label="Host that may run it"
        className="max-w-56"
        value={state.host}
        options={options("Any host", data.choices.hosts, state.host)}
        onValueChange={(host) => onChange({ host })}
      />
    </Toolbar>
  );
}

function Nothing({ filtered, running }: { filtered: boolean; running: boolean }) {
  if (filtered)
    return (
      <EmptyState title="Nothing of this waits">
        <p>No queued job matches the filters.</p>
      </EmptyState>
    );
  return (
    <EmptyState
      title="The queue is empty"
      action={<LinkButton href={routes.launch()}>Launch an ablation</LinkButton>}
    >
      <p>
        {running
          ? "Everything that was launched has a place already."
          : "Jobs of a launch wait here until a host takes them; each says why it waits."}
      </p>
    </EmptyState>
  );
}

/** What runs and what waits; live, with its filters in the URL. */
export function QueueView({ initial, initialQuery }: Props) {
  const [state, setState] = useQueryStates(QUEUE_STATE);
  const query = queueQueryText(state);
  const queryKey = ["queue", query];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: ({ signal }) => fetchJson(`/api/v1/queue?${query}`, queueView, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
    ...(query === initialQuery ? { initialData: initial } : {}),
  });
  useLiveRefresh({}, [["queue"]], (message) => CHANGING.has(message.type));
  const move = useMove(queryKey);
  if (error)
    return <QueryFailure title="The queue could not be read" error={error} onRetry={() => void refetch()} />;
  const view = data ?? initial;
  const filtered = query !== "" && view.total > 0;
  const left = view.matching - view.queued.length;
  return (
    <>
      <Filters data={view} state={state} onChange={(next) => void setState(next)} />
      <div className="flex flex-col gap-4 px-4 pb-4">
        {view.running.length > 0 ? (
          <Panel title={`Running (${formatCount(view.running.length)})`} padded={false}>
            <RunningTable jobs={view.running} />
          </Panel>
        ) : null}
        {view.paused.length > 0 ? (
          <Panel
            title={`Paused (${formatCount(view.paused.length)})`}
            aside="Holds no place; resumed, it goes on from its last checkpoint."
            padded={false}
          >
            <PausedTable jobs={view.paused} />
          </Panel>
        ) : null}
        <Panel
          title={
            filtered ? `Waiting (${view.matching} of ${view.total})` : `Waiting (${formatCount(view.total)})`
          }
          aside="A free place takes the first job from the top that it can run."
          padded={false}
        >
          {view.queued.length > 0 ? (
            <QueuedTable jobs={view.queued} onMove={(job, request) => void move(job, request)} />
          ) : (
            <Nothing filtered={filtered} running={view.running.length > 0} />
          )}
          {left > 0 ? (
            <p className="px-4 py-2 text-ink-3 text-xs">{plural(left, "more job")} behind these.</p>
          ) : null}
        </Panel>
      </div>
    </>
  );
}
