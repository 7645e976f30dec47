"use client";

import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { z } from "zod";
import { ExportDialog } from "@/components/exports/export-dialog";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { fetchJson } from "@/lib/client/fetch-json";
import type { Rater, ReviewSetView } from "@/lib/contracts";
import { apiRoutes, routes } from "@/lib/domain/routes";
import { AddRatersDialog } from "./add-raters-dialog";
import { EditSetDialog } from "./edit-set-dialog";
import { useChangeSet } from "./use-change-set";

/** What can be done to a set. */
export function SetActions({ set, known }: { set: ReviewSetView; known: readonly Rater[] }) {
  const router = useRouter();
  const [open, setOpen] = useState<"raters" | "edit" | "export" | null>(null);
  const change = useChangeSet(set.id);
  const close = () => setOpen(null);
  const remove = async () => {
    await fetchJson(apiRoutes.reviewSet(set.id), z.looseObject({}), { method: "DELETE" });
    router.push(routes.reviews());
    router.refresh();
  };
  return (
    <>
      <Button onClick={() => setOpen("export")}>Export…</Button>
      <Button onClick={() => setOpen("raters")}>Add raters</Button>
      <Button onClick={() => setOpen("edit")}>Edit</Button>
      <Button disabled={change.isPending} onClick={() => change.mutate({ closed: set.closedAt === null })}>
        {set.closedAt === null ? "Close" : "Reopen"}
      </Button>
      <ConfirmButton
        title="Delete this review set?"
        description="The list of traces and who judges which is gone then. The labels stay with their traces."
        action="Delete the set"
        onConfirm={remove}
      >
        <Trash2 aria-hidden />
        Delete
      </ConfirmButton>
      <ExportDialog
        open={open === "export"}
        onOpenChange={(wanted) => setOpen(wanted ? "export" : null)}
        selection={{ project: set.projectId, reviewSet: set.id }}
        count={set.traces}
      />
      {open === "raters" ? <AddRatersDialog set={set} known={known} onClose={close} /> : null}
      {open === "edit" ? <EditSetDialog set={set} onClose={close} /> : null}
    </>
  );
}
