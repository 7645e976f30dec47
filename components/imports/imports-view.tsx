"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { parseAsInteger, useQueryState } from "nuqs";
import { useState } from "react";
import type { z } from "zod";
import { visibleText } from "@/components/traces/text/visible-text";
import { EmptyState } from "@/components/ui/empty-state";
import { Pager } from "@/components/ui/pager";
import { QueryFailure } from "@/components/ui/query-failure";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ChosenFile } from "@/lib/client/chosen-files";
import { fetchJson } from "@/lib/client/fetch-json";
import { type ImportView, importList } from "@/lib/contracts";
import { apiRoutes, routes } from "@/lib/domain/routes";
import { formatCount } from "@/lib/format/number";
import { ImportDrop } from "./import-drop";
import { ImportForm, type KnownFormat } from "./import-form";
import { ReadingProgress } from "./import-progress";
import { ImportStatusBadge } from "./import-status";
import { pauseOf } from "./pause-of";

interface Props {
  first: z.output<typeof importList>;
  size: number;
  formats: readonly KnownFormat[];
  projects: readonly string[];
}

/** Narrow pages say these below the source instead. */
const WIDE = "hidden md:table-cell";

/** Imports of traces, and the way to make one. */
export function ImportsView({ first, size, formats, projects }: Props) {
  const [offset, setOffset] = useQueryState(
    "offset",
    parseAsInteger.withDefault(0).withOptions({ shallow: false }),
  );
  const [chosen, setChosen] = useState<{ files: ChosenFile[]; at: number } | null>(null);
  const { data, error, refetch } = useQuery({
    queryKey: ["imports", offset],
    queryFn: () => fetchJson(apiRoutes.imports({ offset: String(offset) }), importList),
    initialData: first,
    refetchInterval: ({ state }) => pauseOf(state.data?.imports ?? []),
  });
  return (
    <div className="flex flex-col gap-4 p-4">
      {chosen ? (
        <ImportForm
          key={chosen.at}
          {...{ formats, projects }}
          files={chosen.files}
          onDone={() => setChosen(null)}
        />
      ) : (
        <ImportDrop
          onChosen={(files) => (files.length > 0 ? setChosen({ files, at: Date.now() }) : undefined)}
        />
      )}
      {error ? (
        <QueryFailure title="The imports could not be read" error={error} onRetry={() => void refetch()} />
      ) : null}
      {data.total === 0 ? (
        <NothingImported formats={formats} />
      ) : (
        <>
          <ImportsTable imports={data.imports} formats={formats} />
          <Pager
            {...{ offset, size }}
            total={data.total}
            noun="import"
            onOffset={(next) => void setOffset(next)}
          />
        </>
      )}
    </div>
  );
}

function ImportsTable({
  imports,
  formats,
}: {
  imports: readonly ImportView[];
  formats: readonly KnownFormat[];
}) {
  const titles = new Map(formats.map(({ format, title }) => [format, title]));
  return (
    <Table>
      <thead>
        <tr>
          <Th>Source</Th>
          <Th>State</Th>
          <Th className={WIDE}>Into</Th>
          <Th numeric className={WIDE}>
            Traces
          </Th>
          <Th numeric className={WIDE}>
            Trace steps
          </Th>
          <Th numeric className={WIDE}>
            Not read
          </Th>
          <Th className={WIDE}>Made</Th>
        </tr>
      </thead>
      <tbody>
        {imports.map((each) => (
          <Row key={each.id} of={each} formatTitle={titles.get(each.format) ?? each.format} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ of, formatTitle }: { of: ImportView; formatTitle: string }) {
  const { report } = of;
  const into = visibleText(`${of.project.name} / ${of.ablation.name}`);
  return (
    <Tr className="relative">
      <Td className="min-w-40 max-w-96 py-1.5 align-top">
        {/* The link's box is the whole row. */}
        <Link
          href={routes.import(of.id)}
          className="break-words font-medium after:absolute after:inset-0 hover:underline"
        >
          <bdi>{visibleText(of.source)}</bdi>
        </Link>
        <span className="block text-2xs text-ink-3">{formatTitle}</span>
        <span className="block break-words text-ink-3 text-xs md:hidden">
          into {into}
          {report ? `, ${report.traces === 1 ? "1 trace" : `${formatCount(report.traces)} traces`}` : ""}
        </span>
      </Td>
      <Td className="py-1.5 align-top">
        <ImportStatusBadge of={of} />
        {of.status === "running" && !of.interrupted ? <ReadingProgress progress={of.progress} /> : null}
      </Td>
      <Td className={`${WIDE} break-words py-1.5 align-top text-ink-2`}>{into}</Td>
      <Td numeric className={`${WIDE} py-1.5 align-top`}>
        {report ? formatCount(report.traces) : "–"}
      </Td>
      <Td numeric className={`${WIDE} py-1.5 align-top`}>
        {report ? formatCount(report.traceSteps) : "–"}
      </Td>
      <Td numeric className={`${WIDE} py-1.5 align-top`}>
        {report ? formatCount(report.rejected + report.unjoined) : "–"}
      </Td>
      <Td className={`${WIDE} py-1.5 align-top`}>
        <RelativeTime at={of.createdAt} />
      </Td>
    </Tr>
  );
}

function NothingImported({ formats }: { formats: readonly KnownFormat[] }) {
  return (
    <EmptyState title="Nothing was imported yet">
      <p>
        Any trace becomes a Stepwell trace: with its steps, its continuations and what others say of them.
        Drop files above, or run
      </p>
      <code className="block overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs">
        npm run import -- PATH --project NAME
      </code>
      <ul className="flex flex-col gap-1 text-xs">
        {formats.map(({ format, title, about }) => (
          <li key={format}>
            <span className="font-medium text-ink">{title}</span>{" "}
            <span className="font-mono">[{format}]</span> {about}
          </li>
        ))}
      </ul>
    </EmptyState>
  );
}
