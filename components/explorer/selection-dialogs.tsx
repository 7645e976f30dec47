"use client";

import { Download, FilePlus2 } from "lucide-react";
import { useState } from "react";
import { ExportDialog } from "@/components/exports/export-dialog";
import { NewSetDialog } from "@/components/review/new-set-dialog";
import { Button } from "@/components/ui/button";
import type { TraceSelection } from "@/lib/contracts";

interface Props {
  selection: TraceSelection;
  /** How many traces it finds now; null: not known yet. */
  count: number | null;
}

/** What can be made of the traces of a selection: a file, or a set for people to judge. */
export function SelectionActions({ selection, count }: Props) {
  const [open, setOpen] = useState<"export" | "review" | null>(null);
  const props = {
    selection,
    count,
    onOpenChange: (isOpen: boolean) => {
      if (!isOpen) setOpen(null);
    },
  };
  return (
    <>
      <Button size="sm" disabled={count === 0} onClick={() => setOpen("export")}>
        <Download aria-hidden />
        Export…
      </Button>
      <Button size="sm" disabled={count === 0} onClick={() => setOpen("review")}>
        <FilePlus2 aria-hidden />
        New review set…
      </Button>
      <ExportDialog open={open === "export"} {...props} />
      <NewSetDialog open={open === "review"} {...props} />
    </>
  );
}
