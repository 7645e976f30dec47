"use client";

import { useDeferredValue, useMemo } from "react";
import { useKeys } from "@/components/shell/keys/keys";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { QuestionRow } from "@/lib/contracts/question-results";
import { plural } from "@/lib/format/number";
import type { Side } from "./outcome-table";
import { listedEntries, neighbour, pairToRead, type QuestionEntry } from "./prepare-questions";
import { QuestionList } from "./question-list";
import { ReadingPane } from "./reading-pane";
import type { QuestionOrder, QuestionsState } from "./url-state";
import { usePrompts } from "./use-prompts";

export interface CheckpointPair {
  seed: number;
  a: QuestionRow;
  b: QuestionRow;
}

interface Props {
  entries: readonly QuestionEntry[];
  /** The list; null: all questions. */
  cell: string | null;
  state: QuestionsState;
  sides: [Side, Side];
  /** Whose answers can be read: one pair of checkpoints, or one a shared seed. */
  pairs: readonly [CheckpointPair, ...CheckpointPair[]];
  onChange: (change: Partial<QuestionsState>) => void;
}

/** j and k walk the list from anywhere on the page. */
function useWalk(entries: readonly QuestionEntry[], current: string | null, open: (key: string) => void) {
  const step = (by: 1 | -1) => () => {
    const next = neighbour(entries, current, by);
    if (next) open(next.key);
  };
  useKeys("Questions", [
    { keys: ["j"], does: "Next question", run: step(1) },
    { keys: ["k"], does: "Previous question", run: step(-1) },
  ]);
}

/** A list of questions beside the one that is read; both are in the URL. */
export function QuestionBrowser(props: Props) {
  const { entries, cell, state, sides, pairs, onChange } = props;
  const search = useDeferredValue(state.q);
  const prompts = usePrompts(pairs[0].a.evaluationId);
  const listed = useMemo(
    () => listedEntries(entries, { cell, search, prompts, order: state.order }),
    [entries, cell, search, prompts, state.order],
  );
  const entry = entries.find((e) => e.key === state.question) ?? listed[0];
  const current = entry?.key ?? null;
  const open = (question: string) => onChange({ question, seed: "" });
  useWalk(listed, current, open);
  const pair = entry ? pairToRead(pairs, entry.index, state.seed) : undefined;
  return (
    <Panel
      title={`${plural(listed.length, "question")} of this list`}
      padded={false}
      aside={<ListControls {...props} index={entry?.index ?? null} read={pair} />}
    >
      <div className="grid lg:grid-cols-[24rem_minmax(0,1fr)] xl:grid-cols-[31rem_minmax(0,1fr)] lg:divide-x">
        <div className="min-w-0 border-b lg:border-b-0">
          <div className="grid grid-cols-[minmax(0,1fr)_3.75rem_3.75rem] gap-2 border-b px-4 py-1.5 text-ink-3 text-xs">
            <span>Question</span>
            <span>A</span>
            <span>B</span>
          </div>
          {listed.length === 0 ? (
            <p className="px-4 py-6 text-ink-3 text-sm">No question of this list matches.</p>
          ) : (
            <QuestionList entries={listed} prompts={prompts} current={current} onOpen={open} />
          )}
        </div>
        {current === null || !pair ? null : <ReadingPane question={current} rows={pair} sides={sides} />}
      </div>
    </Panel>
  );
}

const ORDER_LABELS: { value: QuestionOrder; label: string }[] = [
  { value: "a", label: "A ahead first" },
  { value: "b", label: "B ahead first" },
  { value: "key", label: "by key" },
];

/** "seed 2: A right, B wrong": which seed to read is chosen by what it answered. */
function seedLabel({ seed, a, b }: CheckpointPair, index: number): string {
  const word = (row: QuestionRow) => {
    const [right, graded] = [row.right[index] ?? 0, row.graded[index] ?? 0];
    if (graded === 0) return "no verdict";
    if (graded > 1) return `${right}/${graded} right`;
    return right === 1 ? "right" : "wrong";
  };
  return `seed ${seed}: A ${word(a)}, B ${word(b)}`;
}

interface ControlsProps extends Props {
  index: number | null;
  read: CheckpointPair | undefined;
}

function ListControls({ state, pairs, index, read, onChange }: ControlsProps) {
  return (
    <>
      <span className="hidden items-center gap-1 md:inline-flex">
        <Kbd>j</Kbd>
        <Kbd>k</Kbd> next, previous
      </span>
      {pairs.length > 1 && index !== null && read ? (
        <Select
          aria-label="Seed whose answers are read"
          value={String(read.seed)}
          options={pairs.map((pair) => ({ value: String(pair.seed), label: seedLabel(pair, index) }))}
          onValueChange={(seed) => onChange({ seed })}
        />
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
        aria-label="Search questions"
        placeholder="Search question"
        className="w-40"
        value={state.q}
        onChange={(event) => onChange({ q: event.target.value })}
      />
    </>
  );
}
