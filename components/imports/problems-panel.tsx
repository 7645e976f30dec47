"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { visibleText } from "@/components/traces/text/visible-text";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { QueryFailure } from "@/components/ui/query-failure";
import { TableSkeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ImportProblem, importProblemList } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";

const KINDS: Record<ImportProblem["kind"], { label: string; tone: Tone }> = {
  rejected: { label: "refused", tone: "bad" },
  unjoined: { label: "unjoined", tone: "warn" },
  duplicate: { label: "repeated", tone: "neutral" },
  note: { label: "note", tone: "info" },
};

/** Records that were not taken as they were, with the reason of each, page by page. */
export function ProblemsPanel({ importId, atWork }: { importId: string; atWork: boolean }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ["import-problems", importId],
    queryFn: ({ pageParam }) => fetchJson(apiRoutes.importProblems(importId, pageParam), importProblemList),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
    enabled: !atWork,
  });
  if (atWork) return null;
  const problems = data?.pages.flatMap((page) => page.problems) ?? [];
  return (
    <Panel title="Problems" padded={false}>
      {error ? (
        <QueryFailure title="The problems could not be read" error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <TableSkeleton rows={3} /> : null}
      {data && problems.length === 0 ? (
        <p className="p-4 text-ink-2 text-sm">None: every record was taken as it is.</p>
      ) : null}
      {problems.length > 0 ? <ProblemsTable problems={problems} /> : null}
      {hasNextPage ? (
        <div className="p-3">
          <Button size="sm" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

function ProblemsTable({ problems }: { problems: readonly (ImportProblem & { id: number })[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <Th>What</Th>
          <Th>Where</Th>
          <Th>Why</Th>
        </tr>
      </thead>
      <tbody>
        {problems.map(({ id, kind, file, line, reason, excerpt }) => (
          <Tr key={id}>
            <Td className="py-1.5 align-top">
              <Badge tone={KINDS[kind].tone}>{KINDS[kind].label}</Badge>
            </Td>
            <Td className="min-w-32 max-w-64 break-all py-1.5 align-top font-mono text-xs">
              <bdi>{visibleText(file)}</bdi>
              {line === null ? "" : `:${line}`}
            </Td>
            <Td className="min-w-56 py-1.5 align-top text-sm">
              <span className="break-words">{visibleText(reason)}</span>
              {excerpt === "" ? null : (
                <bdi className="mt-0.5 block break-all font-mono text-2xs text-ink-3">
                  {visibleText(excerpt)}
                </bdi>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
