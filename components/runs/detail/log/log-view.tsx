"use client";

import { useQueryStates } from "nuqs";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Toolbar } from "@/components/ui/toolbar";
import { LOG_LEVELS, LOG_SOURCES, type RunLog } from "@/lib/contracts";
import { isEnded } from "@/lib/domain/run-status";
import { plural } from "@/lib/format/number";
import { useRun } from "../run-shell";
import { LogLines } from "./log-lines";
import { LOG_STATE, logQueryOf, type LogState } from "./url-state";
import { useLog } from "./use-log";

const LEVELS = LOG_LEVELS.map((value) => ({ value, label: value === "debug" ? "All levels" : `${value} and up` }));
const SOURCES = [
  { value: "any", label: "All sources" },
  ...LOG_SOURCES.map((value) => ({ value, label: value })),
];

/** The log of a run, its training and its evaluations: live, searched by the server. */
export function LogView({ initial, initialQuery }: { initial: RunLog; initialQuery: string }) {
  const { run } = useRun();
  const [state, setState] = useQueryStates(LOG_STATE, { throttleMs: 300 });
  const filter = logQueryOf(state);
  const log = useLog(run.id, filter, filter === initialQuery ? initial : null);
  return (
    <>
      <LogToolbar state={state} count={log.lines.length} older={log.older} onChange={setState} />
      {log.error ? (
        <ErrorState
          title="The log could not be read"
          detail={log.error.message}
          hint={log.error.problem.hint}
          onRetry={log.retry}
        />
      ) : null}
      {log.lines.length === 0 && !log.loading && !log.error ? (
        <NoLines filtered={filter !== ""} ended={isEnded(run.status)} />
      ) : (
        <LogLines
          key={filter}
          runId={run.id}
          lines={log.lines}
          searched={state.q}
          older={log.older}
          loading={log.loading}
          onOlder={log.loadOlder}
        />
      )}
    </>
  );
}

interface ToolbarProps {
  state: LogState;
  count: number;
  older: boolean;
  onChange: (next: Partial<LogState>) => unknown;
}

function LogToolbar({ state, count, older, onChange }: ToolbarProps) {
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
        onValueChange={(chosen) => onChange({ source: LOG_SOURCES.find((source) => source === chosen) ?? null })}
      />
      <span className="text-ink-3 text-xs">
        {older ? "the last " : ""}
        {plural(count, "line")}; times in UTC
      </span>
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
