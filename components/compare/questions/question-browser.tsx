"use client";

import { useDeferredValue, useEffect, useEffectEvent, useMemo } from "react";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { QuestionRow } from "@/lib/contracts/question-results";
import { plural } from "@/lib/format/number";
import type { Side } from "./outcome-table";
import { listedEntries, neighbour, type QuestionEntry } from "./prepare-questions";
import { QuestionList } from "./question-list";
import { ReadingPane } from "./reading-pane";
import type { QuestionOrder, QuestionsState } from "./url-state";

interface Props {
  entries: readonly QuestionEntry[];
  /** The list; null: all questions. */
  cell: string | null;
  state: QuestionsState;
  sides: [Side, Side];
  /** Over all seeds: whose answers can be read, and whose are. */
  seeds?: readonly number[];
  seed?: number | null;
  rows: { a: QuestionRow; b: QuestionRow };
  onChange: (change: Partial<QuestionsState>) => void;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null
  );
}

/** j and k walk the list from anywhere on the page. */
function useWalk(entries: readonly QuestionEntry[], current: string | null, open: (key: string) => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key !== "j" && event.key !== "k") return;
    const next = neighbour(entries, current, event.key === "j" ? 1 : -1);
    if (next) open(next.key);
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

/** A list of questions beside the one that is read; both are in the URL. */
export function QuestionBrowser(props: Props) {
  const { entries, cell, state, sides, rows, onChange } = props;
  const search = useDeferredValue(state.q);
  const listed = useMemo(
    () => listedEntries(entries, { cell, search, order: state.order }),
    [entries, cell, search, state.order],
  );
  const asked = entries.find((e) => e.key === state.question);
  const current = (asked ?? listed[0])?.key ?? null;
  const open = (question: string) => onChange({ question });
  useWalk(listed, current, open);
  return (
    <Panel
      title={`${plural(listed.length, "question")} of this list`}
      padded={false}
      aside={<ListControls {...props} />}
    >
      <div className="grid lg:grid-cols-[24rem_minmax(0,1fr)] lg:divide-x">
        <div className="min-w-0 border-b lg:border-b-0">
          <div className="grid grid-cols-[minmax(0,1fr)_4.5rem_4.5rem] gap-2 border-b px-4 py-1.5 text-ink-3 text-xs">
            <span>Question</span>
            <span>A</span>
            <span>B</span>
          </div>
          {listed.length === 0 ? (
            <p className="px-4 py-6 text-ink-3 text-sm">No question of this list matches.</p>
          ) : (
            <QuestionList entries={listed} current={current} onOpen={open} />
          )}
        </div>
        {current === null ? null : <ReadingPane question={current} rows={rows} sides={sides} />}
      </div>
    </Panel>
  );
}

const ORDER_LABELS: { value: QuestionOrder; label: string }[] = [
  { value: "a", label: "A ahead first" },
  { value: "b", label: "B ahead first" },
  { value: "key", label: "by key" },
];

function ListControls({ state, seeds = [], seed, onChange }: Props) {
  return (
    <>
      <span className="hidden items-center gap-1 md:inline-flex">
        <Kbd>j</Kbd>
        <Kbd>k</Kbd> next, previous
      </span>
      {seeds.length > 1 ? (
        <span className="flex items-center gap-1.5">
          Read seed
          <Select
            aria-label="Seed whose answers are read"
            value={String(seed)}
            options={seeds.map((each) => ({ value: String(each), label: String(each) }))}
            onValueChange={(next) => onChange({ seed: next })}
          />
        </span>
      ) : null}
      {state.by === "seeds" ? (
        <Segmented
          label="Order"
          value={state.order}
          options={ORDER_LABELS}
          onValueChange={(order) => onChange({ order })}
        />
      ) : null}
      <Input
        type="search"
        aria-label="Search question keys"
        placeholder="Search key"
        className="w-36"
        value={state.q}
        onChange={(event) => onChange({ q: event.target.value })}
      />
    </>
  );
}
