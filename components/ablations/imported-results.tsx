"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { Badge } from "@/components/ui/badge";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { Panel } from "@/components/ui/panel";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { useNotify } from "@/components/ui/toast";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ResultSetSummary, resultSetList } from "@/lib/contracts/result-sets";
import { apiRoutes, routes } from "@/lib/domain/routes";
import { plural } from "@/lib/format/number";
import { ImportResultsButton } from "./import-results-button";

const QUERY_KEY = ["result-sets"];

/** Results that somebody reported, from papers and other trackers, and the way to bring in more. */
export function ImportedResults({ initial }: { initial: readonly ResultSetSummary[] }) {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: QUERY_KEY,
    queryFn: ({ signal }) => fetchJson(apiRoutes.resultSets(), resultSetList, { signal }),
    initialData: { resultSets: [...initial] },
  });
  const changed = () => client.invalidateQueries({ queryKey: QUERY_KEY });
  return (
    <div className="p-4">
      <Panel title="Imported results" padded={false} aside={<ImportResultsButton onImported={changed} />}>
        {data.resultSets.length === 0 ? (
          <p className="px-4 py-3 text-ink-2 text-sm">
            None. Accuracies from a paper or another tracker can lie beside your own arms on Compare, with the
            intervals that their counts allow.
          </p>
        ) : (
          <SetsTable sets={data.resultSets} onDeleted={changed} />
        )}
      </Panel>
    </div>
  );
}

function SetsTable({
  sets,
  onDeleted,
}: {
  sets: readonly ResultSetSummary[];
  onDeleted: () => Promise<void>;
}) {
  return (
    <Table aria-label="Imported results">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th className="hidden md:table-cell">Source</Th>
          <Th numeric className="hidden sm:table-cell">
            Arms
          </Th>
          <Th numeric className="hidden sm:table-cell">
            Benchmarks
          </Th>
          <Th numeric className="hidden sm:table-cell">
            Imported
          </Th>
          <Th>
            <span className="sr-only">Delete</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {sets.map((set) => (
          <SetRow key={set.id} set={set} onDeleted={onDeleted} />
        ))}
      </tbody>
    </Table>
  );
}

function SetRow({ set, onDeleted }: { set: ResultSetSummary; onDeleted: () => Promise<void> }) {
  return (
    <Tr>
      <Td className="py-2 align-top">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link
            href={routes.compare({ imported: [set.id] })}
            className="break-words font-medium hover:underline"
          >
            {set.name}
          </Link>
          {set.example ? <Badge tone="muted">example</Badge> : null}
        </span>
        <span className="mt-0.5 block text-ink-3 text-xs">
          {set.example ? set.project : null}
          <span className="block break-words md:hidden">{set.source}</span>
          <span className="block sm:hidden">
            {plural(set.arms, "arm")}, {plural(set.benchmarks, "benchmark")}
          </span>
        </span>
      </Td>
      <Td className="hidden max-w-md break-words py-2 align-top text-ink-2 text-xs md:table-cell">
        {set.source}
      </Td>
      <Td numeric className="hidden py-2 align-top sm:table-cell">
        {set.arms}
      </Td>
      <Td numeric className="hidden py-2 align-top sm:table-cell">
        {set.benchmarks}
      </Td>
      <Td numeric className="hidden py-2 align-top sm:table-cell">
        <RelativeTime at={set.createdAt} />
      </Td>
      <Td numeric className="py-1.5 align-top">
        <DeleteSet set={set} onDeleted={onDeleted} />
      </Td>
    </Tr>
  );
}

function DeleteSet({ set, onDeleted }: { set: ResultSetSummary; onDeleted: () => Promise<void> }) {
  const notify = useNotify();
  const remove = async () => {
    await fetchJson(apiRoutes.resultSet(set.id), z.looseObject({}), { method: "DELETE" });
    await onDeleted();
    notify({ title: `${set.name} is deleted` });
  };
  return (
    <ConfirmButton
      variant="ghost"
      size="sm"
      title={`Delete ${set.name}?`}
      description={`Reports that show it keep their numbers; links to it stop working. ${
        set.example ? "An example does not come back by itself." : "It can be imported again from its file."
      }`}
      action="Delete"
      onConfirm={remove}
    >
      <Trash2 aria-hidden />
      <span className="sr-only">Delete {set.name}</span>
    </ConfirmButton>
  );
}
