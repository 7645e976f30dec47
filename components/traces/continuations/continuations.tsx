"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { QueryFailure } from "@/components/ui/query-failure";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ContinuationGroups, continuationGroups } from "@/lib/contracts";
import { plural } from "@/lib/format/number";
import { anchorText } from "@/lib/traces/anchor";
import { visibleText } from "../text/visible-text";
import { OneContinuation } from "./one-continuation";
import { Partings } from "./partings";
import { type Prepared, prepareContinuations } from "./prepare-continuations";
import { SharedStart } from "./shared-start";
import { VERDICT_LOOKS } from "./verdict-looks";

type View = "answers" | "differences";

/** What the policy did from this step on: M samples, by the answer they ended in or by where their ways part. */
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
      <QueryFailure
        title="The continuations could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  if (!data) return <Skeleton className="mx-4 mb-4 h-28" />;
  return (
    <div className="mb-4 ml-4 border-accent/40 border-l-2 pr-4 pl-4 md:ml-14">
      <Prefix text={data.prefix} />
      <Lost {...data} />
      {data.returned > 0 ? <Returned data={data} /> : null}
    </div>
  );
}

function Prefix({ text }: { text: string }) {
  return (
    <div className="mb-2">
      <span className="text-2xs text-ink-3 uppercase tracking-wide">Prefix that each goes on from</span>
      <div className="font-mono text-xs">
        <SharedStart text={text} />
      </div>
    </div>
  );
}

function Lost({ requested, returned }: { requested: number; returned: number }) {
  if (returned >= requested) return null;
  return (
    <p className="hatched mb-2 rounded-sm px-2 py-1 text-xs">
      {plural(requested - returned, "continuation")} of {requested} lost: missing, counted neither right nor
      wrong.
    </p>
  );
}

function Returned({ data }: { data: ContinuationGroups }) {
  const [view, setView] = useState<View>("answers");
  const prepared = useMemo(() => prepareContinuations(data), [data]);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-3 text-xs">
        <Segmented
          label="How continuations are shown"
          value={view}
          options={[
            { value: "answers", label: "By final answer" },
            { value: "differences", label: "What successes did" },
          ]}
          onValueChange={setView}
        />
        <Model models={prepared.models} />
      </div>
      {view === "answers" ? (
        <Answers data={data} prepared={prepared} />
      ) : (
        <Partings prepared={prepared} traceStep={data.traceStep} />
      )}
    </>
  );
}

function Model({ models }: { models: string[] }): ReactNode {
  if (models.length > 1) return `sampled by ${models.length} models`;
  return (
    <span>
      sampled by <bdi className="break-all font-mono">{models[0]}</bdi>
    </span>
  );
}

function Answers({ data, prepared }: { data: ContinuationGroups; prepared: Prepared }) {
  return (
    <ul className="flex flex-col gap-3">
      {data.groups.map((group) => (
        <AnswerGroup key={`${group.verdict} ${group.answer}`} {...{ group, data, prepared }} />
      ))}
    </ul>
  );
}

interface GroupProps {
  group: ContinuationGroups["groups"][number];
  data: ContinuationGroups;
  prepared: Prepared;
}

function AnswerGroup({ group, data, prepared }: GroupProps) {
  const look = VERDICT_LOOKS[group.verdict];
  return (
    <li>
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <span className="font-medium">
          {group.continuations.length} of {data.returned}
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
          <OneContinuation
            key={c.index}
            id={anchorText({ kind: "continuation", step: data.traceStep, continuation: c.index + 1 })}
            continuation={c}
            shared={prepared.shared}
            showModel={prepared.models.length > 1}
          />
        ))}
      </ul>
    </li>
  );
}
