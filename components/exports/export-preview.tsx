"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { visibleText } from "@/components/traces/text/visible-text";
import { cx } from "@/components/ui/cx";
import { QueryFailure } from "@/components/ui/query-failure";
import { Skeleton } from "@/components/ui/skeleton";
import { useSettled } from "@/components/ui/use-settled";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { type ExportFormat, type ExportPreview, exportPreview } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import type { ExportAsked } from "@/lib/exporters/address";
import { formatCount, plural } from "@/lib/format/number";

interface Props {
  format: ExportFormat;
  asked: ExportAsked;
}

/** What one record is called. */
const RECORDS: Partial<Record<ExportFormat, string>> = {
  "preference-pairs": "pair",
  csv: "row",
  parquet: "row",
};

type Counted = { what: string; count: number };

function CountedLines({ title, lines }: { title: string; lines: readonly Counted[] }) {
  if (lines.length === 0) return null;
  return (
    <div>
      <p className="font-medium text-ink-2 text-xs">{title}</p>
      <ul className="mt-0.5 text-sm">
        {lines.map(({ what, count }) => (
          <li key={what} className="flex gap-2">
            <span className="w-16 shrink-0 text-right font-mono">{formatCount(count)}</span>
            <span className="min-w-0">{what}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The first record: hostile text, shown as the letters that it is. */
function Sample({ text }: { text: string }) {
  if (text === "") return null;
  return (
    <details>
      <summary className="cursor-pointer text-ink-2 text-xs">Beginning of the file</summary>
      <pre
        className="mt-1 max-h-44 overflow-auto whitespace-pre-wrap break-all rounded-md border bg-sunken p-2 font-mono text-2xs"
        dir="ltr"
      >
        <bdi>{visibleText(text)}</bdi>
      </pre>
    </details>
  );
}

function Found({ found }: { found: ExportPreview }) {
  const { counts, method, format } = found.provenance;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm">
        <strong className="font-semibold">{plural(counts.records, RECORDS[format] ?? "line")}</strong> from{" "}
        {formatCount(counts.written)} of {plural(counts.traces, "trace")}, with{" "}
        {plural(counts.labels, "label or value", "labels or values")}.
      </p>
      {counts.records === 0 ? (
        <p className="text-warn text-xs">
          {found.complete ? "Nothing would be written" : "Nothing of what was read so far would be written"}:
          what is left out below says why. Other labels (c_i needs no people), a smaller margin or a wider
          selection may help.
        </p>
      ) : null}
      {found.complete ? null : (
        <p className="text-warn text-xs">
          Counted over the first {formatCount(counts.traces)} of {plural(found.total, "trace")}: the rest was
          not read for this preview. The file holds all of them, and its provenance their counts.
        </p>
      )}
      <CountedLines title="Left out" lines={counts.leftOut} />
      <CountedLines title="Note" lines={counts.notes} />
      <details>
        <summary className="cursor-pointer text-ink-2 text-xs">How it is made</summary>
        <ul className="mt-1 flex list-disc flex-col gap-1 pl-4 text-ink-2 text-xs">
          {method.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
      <Sample text={found.sample} />
    </div>
  );
}

/** What the file would hold, before it is downloaded: counts, what is left out and why, and its beginning. */
export function ExportPreviewPanel({ format, asked }: Props) {
  const now = JSON.stringify([format, asked]);
  const settled = useSettled(now);
  const preview = useQuery({
    queryKey: ["export-preview", settled],
    queryFn: ({ signal }) =>
      fetchJson(apiRoutes.exportPreview(format), exportPreview, { ...jsonBody("POST", asked), signal }),
    enabled: settled === now,
    placeholderData: keepPreviousData,
  });
  const isStale = settled !== now || preview.isPlaceholderData;
  return (
    <section
      aria-label="Preview"
      aria-busy={preview.isPending || isStale}
      className={cx("min-h-24", isStale && !preview.isError && "opacity-50")}
    >
      {preview.isError ? (
        <QueryFailure title="No preview" error={preview.error} onRetry={() => preview.refetch()} />
      ) : preview.data ? (
        <Found found={preview.data} />
      ) : (
        <div className="flex flex-col gap-2">
          <Skeleton className="h-5 w-64" />
          <Skeleton className="h-4 w-48" />
          <Skeleton className="h-4 w-56" />
        </div>
      )}
    </section>
  );
}
