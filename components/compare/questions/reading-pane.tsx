"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { LongText } from "@/components/traces/long-text";
import { visibleText } from "@/components/traces/text/visible-text";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { fetchJson } from "@/lib/client/fetch-json";
import { evaluationQuestion, type QuestionRow } from "@/lib/contracts/question-results";
import { apiRoutes, routes } from "@/lib/domain/routes";
import { formatValue } from "@/lib/format/number";
import { type Side, SideChip } from "./outcome-table";
import { ResponseView } from "./response-view";

/** What a checkpoint answered never changes. */
function useAnswer(evaluation: string, question: string) {
  const address = apiRoutes.evaluationQuestion(evaluation, question);
  return useQuery({
    queryKey: ["evaluation-question", address],
    queryFn: ({ signal }) => fetchJson(address, evaluationQuestion, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

interface Props {
  question: string;
  rows: { a: QuestionRow; b: QuestionRow };
  sides: [Side, Side];
}

/** One question: what was asked, what is right, and what both checkpoints wrote. */
export function ReadingPane({ question, rows, sides }: Props) {
  return (
    <section aria-label={`Question ${visibleText(question)}`} className="min-w-0">
      <Asked evaluation={rows.a.evaluationId} question={question} />
      <div className="grid border-t md:grid-cols-2 md:divide-x">
        <Answer row={rows.a} question={question} side={sides[0]} />
        <Answer row={rows.b} question={question} side={sides[1]} />
      </div>
    </section>
  );
}

function Asked({ evaluation, question }: { evaluation: string; question: string }) {
  const { data } = useAnswer(evaluation, question);
  return (
    <div className="space-y-2 px-4 py-3">
      <h3 className="break-all font-medium font-mono text-xs">
        <bdi>{visibleText(question)}</bdi>
        {data?.cluster ? (
          <span className="ml-2 font-normal font-sans text-ink-3">
            cluster <bdi>{visibleText(data.cluster)}</bdi>
          </span>
        ) : null}
      </h3>
      {data ? (
        <>
          <div className="text-sm">
            <LongText text={data.prompt} />
          </div>
          <p className="text-sm">
            <span className="text-ink-3 text-xs">Reference answer </span>
            <LongText text={data.reference} className="font-mono" />
          </p>
        </>
      ) : (
        <Skeleton className="h-16" />
      )}
    </div>
  );
}

function Answer({ row, question, side }: { row: QuestionRow; question: string; side: Side }) {
  const { data, error, refetch } = useAnswer(row.evaluationId, question);
  return (
    <div className="min-w-0 border-t first:border-t-0 md:border-t-0">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-sunken px-4 py-1.5 text-xs">
        <SideChip side={side} full />
        <span className="text-ink-3">seed {row.seed}</span>
        {data ? (
          <span className="flex gap-x-3 text-ink-3">
            <Link href={routes.run(row.runId)} className="text-accent hover:underline">
              run
            </Link>
            <Link href={routes.checkpoints(row.runId)} className="text-accent hover:underline">
              checkpoint at train step {data.trainStep}
            </Link>
            {data.temperature > 0 ? `temperature ${formatValue(data.temperature)}` : "greedy"}
          </span>
        ) : null}
      </header>
      {error ? (
        <QueryFailure title="The answer could not be read" error={error} onRetry={() => void refetch()} />
      ) : data ? (
        data.decodes.map((decode) => (
          <ResponseView key={decode.decode} decode={decode} several={data.decodes.length > 1} />
        ))
      ) : (
        <div className="p-4">
          <Skeleton className="h-32" />
        </div>
      )}
    </div>
  );
}
