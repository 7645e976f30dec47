"use client";

import { useQuery } from "@tanstack/react-query";
import { Badge } from "@/components/ui/badge";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ContinuationGroups, type ContinuationVerdict, continuationGroups } from "@/lib/contracts";
import { formatCount, plural } from "@/lib/format/number";
import { LongText, visibleText } from "./long-text";

const VERDICTS: Record<ContinuationVerdict, { word: string; tone: "ok" | "bad" | "warn" | "muted" }> = {
  right: { word: "right", tone: "ok" },
  wrong: { word: "wrong", tone: "bad" },
  truncated: { word: "truncated: counts as a failure", tone: "warn" },
  malformed: { word: "malformed: counts as a failure", tone: "warn" },
  unknown: { word: "could not be graded", tone: "muted" },
};

/** What the policy did from this step on: M samples, by the answer they ended in. */
export function Continuations({ traceId, traceStep }: { traceId: string; traceStep: number }) {
  const { data, error, refetch } = useQuery({
    queryKey: ["continuations", traceId, traceStep],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/traces/${traceId}/continuations?traceStep=${traceStep}`, continuationGroups, {
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (error)
    return (
      <ErrorState
        title="The continuations could not be read"
        detail={error.message}
        onRetry={() => void refetch()}
      />
    );
  if (!data) return <Skeleton className="mx-4 mb-4 h-28" />;
  return (
    <div className="mb-4 ml-4 border-accent/40 border-l-2 pr-4 pl-4 md:ml-14">
      <div className="mb-2">
        <span className="text-2xs text-ink-3 uppercase tracking-wide">Prefix that each goes on from</span>
        <div className="max-h-40 overflow-auto font-mono text-ink-3 text-xs">
          <LongText text={data.prefix} />
        </div>
      </div>
      {data.returned < data.requested ? (
        <p className="hatched mb-2 rounded-sm px-2 py-1 text-xs">
          {plural(data.requested - data.returned, "continuation")} of {data.requested} lost: missing, counted
          neither right nor wrong.
        </p>
      ) : null}
      <ul className="flex flex-col gap-3">
        {data.groups.map((group) => (
          <AnswerGroup key={`${group.verdict} ${group.answer}`} group={group} returned={data.returned} />
        ))}
      </ul>
    </div>
  );
}

function AnswerGroup({ group, returned }: { group: ContinuationGroups["groups"][number]; returned: number }) {
  const look = VERDICTS[group.verdict];
  return (
    <li>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-medium">
          {group.continuations.length} of {returned}
        </span>
        <span className="text-ink-3">{group.answer === null ? "without an answer" : "answer"}</span>
        {group.answer === null ? null : (
          <bdi className="max-w-full truncate rounded-sm bg-sunken px-1.5 font-mono">
            {visibleText(group.answer)}
          </bdi>
        )}
        <Badge tone={look.tone}>{look.word}</Badge>
      </div>
      <ul className="mt-1 flex flex-col gap-1">
        {group.continuations.map((c) => (
          <li key={c.index} className="rounded-sm border px-2 py-1.5">
            <LongText text={c.text} className="font-mono text-xs" />
            <span className="mt-0.5 block text-2xs text-ink-3">
              sample {c.index + 1}, {c.tokens === null ? "unknown length" : `${formatCount(c.tokens)} tokens`}
              , {c.finishReason === "length" ? "hit the length limit" : (c.finishReason ?? "unknown end")}
            </span>
          </li>
        ))}
      </ul>
    </li>
  );
}
