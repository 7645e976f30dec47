"use client";

import { useMemo, useState } from "react";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import type { QuestionResults } from "@/lib/contracts/question-results";
import type { AblationResults, ResultSelection } from "@/lib/contracts/results";
import { resultNames } from "@/lib/domain/result-names";
import { csvOf } from "@/lib/reports/csv";
import type { ArmComparison, CompareOptions } from "@/lib/stats/ablation";
import { useQuestions } from "../use-questions";
import { type Claim, rowsOfCheckpoints, rowsOnNewQuestions, secondLookRows, seedsToAsk } from "./claims";
import { Forest } from "./forests";

interface Props {
  selection: ResultSelection;
  results: AblationResults;
  rows: readonly ArmComparison[];
  claim: Exclude<Claim, "methods">;
  options: CompareOptions;
}

/** The same pairs under another claim; it needs every verdict, so it is read when it is asked for. */
export function SecondLook(props: Props) {
  const { data, error } = useQuestions(props.selection);
  if (error) return <p className="text-bad text-sm">{error.message}</p>;
  return data ? <Looked {...props} questions={data} /> : <Skeleton className="h-64" />;
}

function Looked({ results, rows, claim, options, questions }: Props & { questions: QuestionResults }) {
  const { tables } = questions;
  const seeds = useMemo(() => seedsToAsk(rows, tables), [rows, tables]);
  const [chosen, setChosen] = useState<number | null>(null);
  const seed = seeds.find((each) => each === chosen) ?? seeds[0];
  const found = useMemo(() => {
    if (claim === "questions") return rowsOnNewQuestions(rows, tables, options.level);
    return seed === undefined ? [] : rowsOfCheckpoints(rows, tables, seed, options.level);
  }, [claim, rows, tables, seed, options.level]);
  const words = new Map(found.map((row) => [row.comparison, row.words]));
  return (
    <>
      {claim === "checkpoints" && seeds.length > 0 ? (
        <div className="mb-2 flex items-center gap-2 text-ink-2 text-xs">
          Checkpoints of seed
          <Select
            aria-label="Seed of the checkpoints"
            value={String(seed)}
            options={seeds.map((each) => ({ value: String(each), label: String(each) }))}
            onValueChange={(next) => setChosen(Number(next))}
          />
        </div>
      ) : null}
      <Forest
        title={
          claim === "questions"
            ? "Differences of accuracy, new seeds and new questions"
            : `Differences of the checkpoints of seed ${seed}`
        }
        rows={found.map((row) => row.comparison)}
        results={results}
        delta={options.delta}
        csv={() => csvOf(secondLookRows(found, resultNames(results)))}
        wordsOf={(comparison) => words.get(comparison)}
      />
    </>
  );
}
