"use client";

import { type ReactNode, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { NumberField } from "@/components/ui/number-field";
import { ProgressBar } from "@/components/ui/segmented-bar";
import { Table, Td, Th } from "@/components/ui/table";
import type { QuestionTable } from "@/lib/contracts/question-results";
import { formatCount } from "@/lib/format/number";
import {
  type ArmComparison,
  compareOnNewQuestions,
  signedInterval,
  signedPoints,
} from "@/lib/stats/ablation";
import type { HierarchicalBootstrap } from "@/lib/stats/hierarchical-bootstrap";
import { bootstrapTask, RESAMPLES } from "./prepare-bootstrap";
import { useBootstrap } from "./use-bootstrap";

interface Props {
  comparison: ArmComparison;
  /** Of the comparison's benchmark; undefined while it loads, null where there is none. */
  table: QuestionTable | null | undefined;
}

const FIRST_SEED = 1;
const LARGEST_SEED = 2_147_483_647;

/** The two-way bootstrap of one difference, only ever beside its t interval. */
export function Bootstrap({ comparison, table }: Props) {
  const [seed, setSeed] = useState<number | null>(FIRST_SEED);
  const { state, start, cancel } = useBootstrap();
  const refused = seed === null || !Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED;
  const task = table ? bootstrapTask(comparison, table, refused ? FIRST_SEED : seed) : null;
  const running = state.at === "running";
  return (
    <section aria-label="Bootstrap beside t" className="min-w-0">
      <h3 className="mb-1 font-medium text-sm">Bootstrap over seeds and questions, beside t</h3>
      {table === null ? (
        <p className="text-ink-2 text-sm">
          There are no answers to single questions to resample: choose one benchmark of arms trained here.
        </p>
      ) : (
        <>
          <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-xs">
            <label htmlFor="generator-seed" className="flex items-center gap-2 text-ink-2">
              Generator seed
              <NumberField
                id="generator-seed"
                className="w-20"
                value={seed}
                onValueChange={setSeed}
                aria-invalid={refused}
              />
            </label>
            {refused ? <span className="text-bad">a whole number from 0 to {LARGEST_SEED}</span> : null}
            {running ? (
              <>
                <span className="w-40">
                  <ProgressBar value={state.done} max={state.of} label="Resamples drawn" />
                </span>
                <span className="text-ink-3">
                  {formatCount(state.done)} of {formatCount(state.of)}
                </span>
                <Button size="sm" onClick={cancel}>
                  Cancel
                </Button>
              </>
            ) : (
              <Button
                size="sm"
                disabled={task === null || refused}
                onClick={() => (task ? void start(task) : undefined)}
              >
                Draw {formatCount(RESAMPLES)} resamples
              </Button>
            )}
          </div>
          {state.at === "failed" ? <p className="text-bad text-sm">{state.message}</p> : null}
          {state.at === "done" ? (
            <Beside comparison={comparison} table={table} result={state.result} />
          ) : null}
        </>
      )}
    </section>
  );
}

/** One interval of the difference and what is random in it. */
function MethodRow(props: {
  method: ReactNode;
  diff: number | null;
  bounds: { lo: number; hi: number } | null;
  random: string;
}) {
  const { method, diff, bounds, random } = props;
  return (
    <tr>
      <Td>{method}</Td>
      <Td numeric>{diff === null ? "–" : signedPoints(diff)}</Td>
      <Td numeric>{bounds ? signedInterval(bounds.lo, bounds.hi) : "no interval"}</Td>
      <Td>{random}</Td>
    </tr>
  );
}

interface BesideProps {
  comparison: ArmComparison;
  table: QuestionTable | undefined;
  result: HierarchicalBootstrap | null;
}

function Beside({ comparison, table, result }: BesideProps) {
  if (result === null) return <p className="text-ink-2 text-sm">There is nothing to resample yet.</p>;
  const { interval, diff, arm, baseline, design } = comparison;
  const both = table ? compareOnNewQuestions(table, arm, baseline, { paired: design === "paired" }) : null;
  return (
    <>
      <Table aria-label="t and bootstrap side by side">
        <thead>
          <tr>
            <Th>Method</Th>
            <Th numeric unit="points">
              Difference
            </Th>
            <Th numeric unit="points">
              95% interval
            </Th>
            <Th>Random</Th>
          </tr>
        </thead>
        <tbody>
          <MethodRow
            method={interval?.method ?? "t over seeds"}
            diff={diff}
            bounds={interval}
            random={interval?.random ?? ""}
          />
          {both ? (
            <MethodRow
              method={both.interval?.method ?? "two-way t"}
              diff={both.diff}
              bounds={both.interval}
              random={both.interval?.random ?? ""}
            />
          ) : null}
          <MethodRow
            method={
              <>
                {result.method}{" "}
                {result.underCovers ? <Badge tone="warn">under-covers below S = 5</Badge> : null}
              </>
            }
            diff={result.estimate}
            bounds={result}
            random={result.random}
          />
        </tbody>
      </Table>
      <p className="mt-1.5 max-w-prose text-ink-3 text-xs">
        {formatCount(result.resamples)} resamples of {result.seeds} seeds and {formatCount(result.questions)}{" "}
        questions, SE {(100 * result.se).toFixed(2)} points, {result.generator}, seed {result.generatorSeed}.{" "}
        {result.caution}
      </p>
    </>
  );
}
