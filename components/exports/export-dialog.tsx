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
import { askedOf, type ExportDraft, isTooLong, NEW_DRAFT, optionsOf } from "./draft";
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

const NO_PROBLEMS: ReadonlyMap<string, string> = new Map();

type FormatInfo = ExportFormats["formats"][number];

/** What is asked for so far: null while a format or an option is missing. */
function askedFor(chosen: FormatInfo | undefined, selection: TraceSelection, draft: ExportDraft) {
  const read = chosen ? optionsOf(draft, chosen.uses) : { problems: NO_PROBLEMS };
  return "options" in read
    ? { asked: askedOf(selection, read.options), problems: NO_PROBLEMS }
    : { asked: null, problems: read.problems };
}

function OpenDialog({ onOpenChange, selection, count, format: first = "stepwell" }: Props) {
  const [format, setFormat] = useState(first);
  const [draft, setDraft] = useState<ExportDraft>(NEW_DRAFT);
  const formats = useQuery({
    queryKey: ["export-formats"],
    queryFn: ({ signal }) => fetchJson(apiRoutes.exportFormats(), exportFormats, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const facets = useQuery({
    queryKey: ["export-scorers", selection],
    queryFn: ({ signal }) =>
      fetchJson(`/api/v1/explorer/facets?${exportQuery(selection)}`, explorerFacets, { signal }),
  });
  const chosen = formats.data?.formats.find((each) => each.format === format);
  const { asked, problems } = askedFor(chosen, selection, draft);
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="Export traces"
      description={
        count === null ? "All traces of the selection." : `${plural(count, "trace")} of this selection.`
      }
      shape="sheet"
      footer={chosen ? <Downloads chosen={chosen} asked={asked} /> : undefined}
    >
      {formats.isError ? (
        <QueryFailure
          title="The formats could not be read"
          error={formats.error}
          onRetry={() => formats.refetch()}
        />
      ) : formats.data && chosen ? (
        <div className="flex flex-col gap-4">
          <FormatChoice formats={formats.data.formats} value={format} onValueChange={setFormat} />
          <ExportOptionFields
            draft={draft}
            uses={chosen.uses}
            problems={problems}
            scorers={facets.data?.scorers ?? []}
            onChange={(change) => setDraft({ ...draft, ...change })}
          />
          {asked ? <ExportPreviewPanel format={format} asked={asked} /> : null}
        </div>
      ) : (
        <TableSkeleton rows={8} />
      )}
    </Dialog>
  );
}

const Unready = () => (
  <Button variant="primary" disabled>
    <Download aria-hidden /> Download
  </Button>
);

/** The file, its provenance, and the command that writes both. */
function Downloads({ chosen, asked }: { chosen: FormatInfo; asked: ExportAsked | null }) {
  const { format, extension } = chosen;
  const query = asked === null ? "" : exportQuery(asked);
  if (asked === null) return <Unready />;
  if (isTooLong(query))
    return (
      <p className="text-sm text-warn">
        These are too many chosen traces for one address. Put them in a review set and export that, or narrow
        by a filter instead.
      </p>
    );
  return (
    <div className="flex flex-1 flex-wrap items-center justify-end gap-2">
      <span className="mr-auto">
        <CopyButton
          text={exportCommandLine(format, `${format}${extension}`, asked)}
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
