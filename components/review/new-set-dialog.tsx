"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { ApiError, fetchJson, jsonBody } from "@/lib/client/fetch-json";
import { newReviewSet, raterList, reviewSetView, type TraceSelection } from "@/lib/contracts";
import { apiRoutes, routes } from "@/lib/domain/routes";
import { formatCount, plural } from "@/lib/format/number";
import { NewSetForm } from "./sets/new-set-form";
import { type Draft, draftOf, problemsOf, requestOf } from "./sets/set-draft";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Which traces: frozen as the selection finds them when the set is made. */
  selection: TraceSelection;
  /** How many it finds now; null: not known yet. */
  count: number | null;
  order?: Draft["order"];
}

/** Makes a review set from a selection. */
export function NewSetDialog(props: Props) {
  // Mounted anew each time it opens: a draft that was left belongs to another selection.
  return props.open ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ onOpenChange, selection, count, order = "random" }: Props) {
  const router = useRouter();
  const [draft, setDraft] = useState<Draft>(() => draftOf(order));
  const raters = useQuery({
    queryKey: ["raters", selection.project ?? ""],
    queryFn: ({ signal }) => fetchJson(apiRoutes.raters(selection.project), raterList, { signal }),
  });
  const create = useMutation({
    mutationFn: () =>
      fetchJson(
        apiRoutes.reviews(),
        reviewSetView,
        jsonBody("POST", newReviewSet.parse(requestOf(draft, selection))),
      ),
    onSuccess: ({ id }) => router.push(routes.reviewSet(id)),
  });
  const problems = problemsOf(draft, selection);
  const [tried, setTried] = useState(false);
  const refused = create.error instanceof ApiError ? create.error.problem.fields : [];
  const errors = new Map([
    ...(tried ? problems : []),
    ...refused.map(({ path, message }) => [path, message] as const),
  ]);
  const traces = count === null ? null : Math.min(count, draft.limit ?? count);
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title="New review set"
      description={
        count === null
          ? "The traces that the selection finds are frozen when the set is made."
          : `${plural(count, "trace")} match the selection; ${formatCount(traces ?? 0)} of them are frozen as the set.`
      }
      className="w-[34rem]"
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={create.isPending || create.isSuccess || count === 0}
            onClick={() => {
              setTried(true);
              if (problems.length === 0) create.mutate();
            }}
          >
            {create.isPending ? "Making the set…" : "Make the set"}
          </Button>
        </>
      }
    >
      <NewSetForm
        draft={draft}
        onChange={setDraft}
        known={raters.data?.raters ?? []}
        traces={traces}
        errors={errors}
      />
      {create.error && refused.length === 0 ? (
        <p role="alert" className="mt-2 text-bad text-sm">
          {create.error.message}
        </p>
      ) : null}
      {errors.get("selection") ? (
        <p role="alert" className="mt-2 text-bad text-sm">
          {errors.get("selection")}
        </p>
      ) : null}
    </Dialog>
  );
}
