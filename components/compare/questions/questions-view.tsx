"use client";

import Link from "next/link";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { armMarkOf } from "@/components/charts/arm-position";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import type { QuestionResults, QuestionRow, QuestionTable } from "@/lib/contracts/question-results";
import type { AblationResults, ResultSelection } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { type CheckpointComparison, compareCheckpoints } from "@/lib/stats/ablation/compare-checkpoints";
import { useQuestions } from "../use-questions";
import { useResults } from "../use-results";
import { OutcomeTable, type Side } from "./outcome-table";
import { checkpointsOf, entriesOfPair, entriesOverSeeds, pairsOverSeeds } from "./prepare-questions";
import { QuestionBrowser } from "./question-browser";
import { QuestionsToolbar } from "./questions-toolbar";
import { SeedsTable } from "./seeds-table";
import { QUESTIONS_STATE, type QuestionsState } from "./url-state";

interface Props {
  selection: ResultSelection;
  initial: AblationResults;
  initialQuestions: QuestionResults;
}

/** Question by question: where two checkpoints (or two arms over their seeds) agree and where they do not. */
export function QuestionsView({ selection, initial, initialQuestions }: Props) {
  const [state, setState] = useQueryStates(QUESTIONS_STATE);
  const results = useResults(selection, initial);
  const { data } = useQuestions(selection, { initial: initialQuestions });
  const tables = (data ?? initialQuestions).tables;
  const table = tables.find((t) => t.benchmark === state.benchmark) ?? tables[0];
  const chosen = table ? checkpointsOf(table, results, state) : null;
  const change = (next: Partial<QuestionsState>) => void setState(next);
  if (!table || !chosen) return <NothingToRead />;
  return (
    <div className="flex flex-col gap-3 px-4 pt-1 pb-4">
      <QuestionsToolbar {...{ results, tables, table, chosen, by: state.by }} onChange={change} />
      {state.by === "pair" ? (
        <Pair {...{ selection, results, table, chosen, state }} onChange={change} />
      ) : (
        <OverSeeds {...{ selection, results, table, chosen, state }} onChange={change} />
      )}
    </div>
  );
}

function NothingToRead() {
  return (
    <EmptyState title="No two checkpoints have been evaluated yet">
      <p>
        Once two evaluations of one benchmark are complete, their questions stand here side by side: both
        right, only one right, both wrong, with what each wrote. Imported results have accuracies only, no
        questions.
      </p>
    </EmptyState>
  );
}

interface PartProps {
  selection: ResultSelection;
  results: AblationResults;
  table: QuestionTable;
  chosen: { a: QuestionRow; b: QuestionRow };
  state: QuestionsState;
  onChange: (change: Partial<QuestionsState>) => void;
}

function sideOf(letter: "A" | "B", key: string, results: AblationResults): Side {
  const arm = results.arms.find((each) => each.key === key);
  return { letter, name: resultNames(results).arm(key), position: arm ? armMarkOf(arm).position : null };
}

/** The list shown unless another is chosen: the questions that separate the two. */
function likelyCell({ counts }: CheckpointComparison): string {
  const order = ["only-a", "only-b", "both-wrong", "both-right", "tied", "missing"] as const;
  return order.find((cell) => counts[cell] > 0) ?? "only-a";
}

function Pair({ selection, results, table, chosen, state, onChange }: PartProps) {
  const { a, b } = chosen;
  const compared = useMemo(() => compareCheckpoints(a, b, table.questions), [a, b, table]);
  const entries = useMemo(() => entriesOfPair(table, a, b, compared.outcomes), [table, a, b, compared]);
  const sides: [Side, Side] = [sideOf("A", a.arm, results), sideOf("B", b.arm, results)];
  const cell = state.cell === "" ? likelyCell(compared) : state.cell;
  return (
    <>
      <Panel title="Both right, only one right, both wrong">
        <div className="grid items-start gap-x-8 gap-y-4 lg:grid-cols-[minmax(0,30rem)_minmax(0,1fr)]">
          <OutcomeTable
            compared={compared}
            sides={sides}
            cell={cell}
            onCell={(next) => onChange({ cell: next, question: "" })}
          />
          <div className="max-w-prose space-y-2 text-sm" aria-live="polite">
            <p>{compared.sentence}</p>
            <p className="text-ink-2 text-xs">
              Whether one method is better than the other is asked of its seeds:{" "}
              <Link href={routes.compare(selection)} className="text-accent underline">
                results
              </Link>
              .
            </p>
          </div>
        </div>
      </Panel>
      <QuestionBrowser
        entries={entries}
        cell={cell}
        state={state}
        sides={sides}
        pairs={[{ seed: a.seed, ...chosen }]}
        onChange={onChange}
      />
    </>
  );
}

function OverSeeds({ selection, results, table, chosen, state, onChange }: PartProps) {
  const [armA, armB] = [chosen.a.arm, chosen.b.arm];
  const pairs = useMemo(() => pairsOverSeeds(table, armA, armB), [table, armA, armB]);
  const entries = useMemo(() => entriesOverSeeds(table, armA, armB), [table, armA, armB]);
  const sides: [Side, Side] = [sideOf("A", armA, results), sideOf("B", armB, results)];
  const cell = state.cell === "" ? null : state.cell;
  const [first, ...others] = pairs;
  if (!first)
    return (
      <EmptyState title="These arms share no seed">
        Choose two arms that have finished the same seeds.
      </EmptyState>
    );
  return (
    <>
      <Panel title="Seeds that are right under A and under B">
        <div className="grid items-start gap-x-8 gap-y-4 lg:grid-cols-[auto_minmax(0,1fr)]">
          <SeedsTable
            entries={entries}
            seeds={pairs.length}
            sides={sides}
            cell={cell}
            onCell={(next) => onChange({ cell: next ?? "", question: "" })}
          />
          <div className="max-w-prose space-y-2 text-ink-2 text-xs">
            <p>
              {plural(pairs.length, "shared seed")}: {pairs.map(({ seed }) => seed).join(", ")}. The shaded
              diagonal holds the questions on which as many seeds are right under A as under B.
            </p>
            <p>
              A question far from the diagonal was picked because it differs: single questions show what an
              arm does, not that it is better. That is asked of the seeds:{" "}
              <Link href={routes.compare(selection)} className="text-accent underline">
                results
              </Link>
              .
            </p>
          </div>
        </div>
      </Panel>
      <QuestionBrowser
        entries={entries}
        cell={cell}
        state={state}
        sides={sides}
        pairs={[first, ...others]}
        onChange={onChange}
      />
    </>
  );
}
