"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CopyPlus, OctagonX, Scale } from "lucide-react";
import { z } from "zod";
import { FreezeButton } from "@/components/reports/freeze-button";
import { LinkButton } from "@/components/ui/button";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { useNotify } from "@/components/ui/toast";
import { fetchJson, jsonBody } from "@/lib/client/fetch-json";
import type { AblationDetail } from "@/lib/contracts";
import { routes } from "@/lib/domain/routes";
import { ALL_STATUSES, canCancel } from "@/lib/domain/run-status";
import { plural } from "@/lib/format/number";
import { AddSeedsButton } from "./add-seeds-button";

/** What can be done with an ablation; "Cancel" while anything can still be cancelled. */
export function AblationActions({ detail }: { detail: AblationDetail }) {
  const { id, jobs } = detail.summary;
  const client = useQueryClient();
  const notify = useNotify();
  const open = ALL_STATUSES.filter(canCancel).reduce((sum, status) => sum + (jobs[status] ?? 0), 0);
  const cancel = async () => {
    await fetchJson(`/api/v1/ablations/${id}/cancel`, z.looseObject({}), jsonBody("POST", {}));
    await client.invalidateQueries({ queryKey: ["ablation", id] });
    notify({ title: "Cancelling", description: "Running trainers write a checkpoint first." });
  };
  return (
    <>
      {open > 0 ? (
        <ConfirmButton
          title="Cancel this ablation?"
          description={`${plural(open, "job")} that wait or run will stop. Running trainers write a checkpoint first, so that a retry can go on from there. What is stored stays.`}
          action={`Cancel ${plural(open, "job")}`}
          onConfirm={cancel}
        >
          <OctagonX aria-hidden />
          Cancel
        </ConfirmButton>
      ) : null}
      <AddSeedsButton detail={detail} />
      <FreezeButton selection={{ ablation: id }} />
      <LinkButton href={routes.launch({ from: id })}>
        <CopyPlus aria-hidden />
        Launch again with changes
      </LinkButton>
      <LinkButton variant="primary" href={routes.compare({ ablation: id })}>
        <Scale aria-hidden />
        Compare
      </LinkButton>
    </>
  );
}
