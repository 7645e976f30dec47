"use client";

import { useQueryStates } from "nuqs";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Toolbar } from "@/components/ui/toolbar";
import { useSettled } from "@/components/ui/use-settled";
import { LOG_LEVELS, LOG_SOURCES, type RunLog, type RunRow } from "@/lib/contracts";
import { isEnded } from "@/lib/domain/run-status";
import { useRun } from "../run-shell";
import { LogLines } from "./log-lines";
import { LOG_STATE, type LogState, logQueryOf } from "./url-state";
import { useLog } from "./use-log";

const SETTLE_MS = 250;

const LEVELS = LOG_LEVELS.map((value) => ({
  value,
  label: value === "debug" ? "All levels" : `${value} and up`,
}));
const SOURCES = [
  { value: "any", label: "All sources" },
  ...LOG_SOURCES.map((value) => ({ value, label: value })),
];

/** The log of a run, its training and its evaluations: live, searched by the server. */
export function LogView({ initial, initialQuery }: { initial: RunLog; initialQuery: string }) {
  const { run } = useRun();
  const [state, setState] = useQueryStates(LOG_STATE);
  const filter = useSettled(logQueryOf(state), SETTLE_MS);
  return (
    <>
      <LogToolbar state={state} onChange={setState} />
      <FilteredLog
        key={filter}
        filter={filter}
        searched={new URLSearchParams(filter).get("q") ?? ""}
        initial={filter === initialQuery ? initial : null}
        run={run}
      />
    </>
  );
}

interface FilteredProps {
  run: RunRow;
  filter: string;
  searched: string;
  initial: RunLog | null;
}

function FilteredLog({ run, filter, searched, initial }: FilteredProps) {
  const { lines, older, loading, error, loadOlder, retry } = useLog(run.id, filter, initial);
  if (error && lines.length === 0)
    return (
      <ErrorState
        title="The log could not be read"
        detail={error.message}
        hint={error.problem.hint}
        onRetry={retry}
      />
    );
  if (lines.length === 0 && !loading) return <NoLines filtered={filter !== ""} ended={isEnded(run.status)} />;
  return (
    <>
      {error ? (
        <p role="alert" className="flex items-center gap-2 px-4 py-1 text-bad text-xs">
          New lines could not be read: {error.message}
          <Button size="sm" onClick={retry}>
            Try again
          </Button>
        </p>
      ) : null}
      <LogLines runId={run.id} {...{ lines, searched, older, loading }} onOlder={loadOlder} />
    </>
  );
}

interface ToolbarProps {
  state: LogState;
  onChange: (next: Partial<LogState>) => unknown;
}

function LogToolbar({ state, onChange }: ToolbarProps) {
  return (
    <Toolbar label="Log" className="border-b">
      <Input
        type="search"
        aria-label="Search the log"
        placeholder="Search the log"
        className="w-64"
        maxLength={200}
        value={state.q}
        onChange={(event) => onChange({ q: event.target.value })}
      />
      <Select
        aria-label="Level"
        options={LEVELS}
        value={state.level}
        onValueChange={(level) => onChange({ level })}
      />
      <Select
        aria-label="Source"
        options={SOURCES}
        value={state.source ?? "any"}
        onValueChange={(chosen) =>
          onChange({ source: LOG_SOURCES.find((source) => source === chosen) ?? null })
        }
      />
      <span className="text-ink-3 text-xs">times in UTC</span>
    </Toolbar>
  );
}

function NoLines({ filtered, ended }: { filtered: boolean; ended: boolean }) {
  if (filtered) return <EmptyState title="No line matches">Search for less, or show all levels.</EmptyState>;
  return (
    <EmptyState title="No line yet">
      {ended ? "This run ended without writing any." : "Lines appear here as the trainer writes them."}
    </EmptyState>
  );
}
