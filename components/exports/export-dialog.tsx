"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, FileText } from "lucide-react";
import { useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { QueryFailure } from "@/components/ui/query-failure";
import { TableSkeleton } from "@/components/ui/skeleton";
import { fetchJson } from "@/lib/client/fetch-json";
import {
  type ExportFormat,
  type ExportFormats,
  explorerFacets,
  exportFormats,
  type TraceSelection,
} from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import { type ExportAsked, exportCommandLine, exportQuery } from "@/lib/exporters/address";
import { plural } from "@/lib/format/number";
import { askedOf, commandFile, type ExportDraft, isTooLong, NEW_DRAFT, optionsOf } from "./draft";
import { ExportOptionFields } from "./export-options";
import { ExportPreviewPanel } from "./export-preview";
import { FormatChoice } from "./format-choice";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Which traces. */
  selection: TraceSelection;
  /** How many it finds now; null: not known yet. */
  count: number | null;
  /** The format that is chosen at first. */
  format?: ExportFormat;
}

/** Writes the traces of a selection to a file of a format that others read. */
export function ExportDialog(props: Props) {
  // Mounted anew each time it opens: options that were tried belong to another selection.
  return props.open ? <OpenDialog {...props} /> : null;
}

const RECORDS: Partial<Record<ExportFormat, string>> = {
  "preference-pairs": "pair",
  csv: "row",
  parquet: "row",
};

function OpenDialog({ onOpenChange, selection, count, format: first = "stepwell" }: Props) {
  const formats = useQuery({
    queryKey: ["export-formats"],
    queryFn: ({ signal }) => fetchJson(apiRoutes.exportFormats(), exportFormats, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Export traces"
      description={
        count === null ? "All traces of the selection." : `${plural(count, "trace")} of this selection.`
      }
      shape="sheet"
    >
      {formats.isError ? (
        <QueryFailure
          title="The formats could not be read"
          error={formats.error}
          onRetry={() => formats.refetch()}
        />
      ) : formats.data ? (
        <Form {...{ formats: formats.data.formats, selection, first }} />
      ) : (
        <TableSkeleton rows={8} />
      )}
    </Dialog>
  );
}

interface FormProps {
  formats: ExportFormats["formats"];
  selection: TraceSelection;
  first: ExportFormat;
}

function Form({ formats, selection, first }: FormProps) {
  const [format, setFormat] = useState(first);
  const [draft, setDraft] = useState<ExportDraft>(NEW_DRAFT);
  const facets = useQuery({
    queryKey: ["export-scorers", selection],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/explorer/facets?${exportQuery(selection)}`, explorerFacets, { signal }),
  });
  const chosen = formats.find((each) => each.format === format);
  if (!chosen) return null;
  const read = optionsOf(draft, chosen.uses);
  const asked = "options" in read ? askedOf(selection, read.options) : null;
  return (
    <div className="flex flex-col gap-4">
      <FormatChoice formats={formats} value={format} onValueChange={setFormat} />
      <ExportOptionFields
        draft={draft}
        uses={chosen.uses}
        problems={"problems" in read ? read.problems : new Map()}
        scorers={facets.data?.scorers ?? []}
        onChange={(change) => setDraft({ ...draft, ...change })}
      />
      {asked ? (
        <>
          <ExportPreviewPanel format={format} asked={asked} record={RECORDS[format] ?? "line"} />
          <Downloads format={format} extension={chosen.extension} asked={asked} />
        </>
      ) : (
        <Button variant="primary" disabled>
          Download
        </Button>
      )}
    </div>
  );
}

interface DownloadsProps {
  format: ExportFormat;
  extension: string;
  asked: ExportAsked;
}

function Downloads({ format, extension, asked }: DownloadsProps) {
  const query = exportQuery(asked);
  if (isTooLong(query))
    return (
      <p className="text-sm text-warn">
        These are too many chosen traces for one address. Put them in a review set and export that, or narrow
        by a filter instead.
      </p>
    );
  return (
    <div className="sticky bottom-0 -mx-4 -mb-4 flex flex-wrap items-center justify-end gap-2 border-t bg-surface px-4 py-3">
      <span className="mr-auto">
        <CopyButton
          text={exportCommandLine(format, commandFile(format, extension), asked)}
          label="as a command"
          showLabel
        />
      </span>
      <a className={buttonClass("secondary")} href={apiRoutes.exportProvenance(format, query)} download>
        <FileText aria-hidden /> Provenance
      </a>
      <a className={buttonClass("primary")} href={apiRoutes.export(format, query)} download>
        <Download aria-hidden /> Download
      </a>
    </div>
  );
}
