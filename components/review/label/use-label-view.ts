"use client";

import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { fetchJson } from "@/lib/client/fetch-json";
import type { LabelOp } from "@/lib/client/labels/outbox-store";
import { type LabelView, labelView } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import { withJudgement } from "../judging";
import { useLabelSender, useSenderState } from "../outbox/label-outbox";

export const labelKey = (set: string, rater: string, trace: string) =>
  ["review-label", set, rater, trace] as const;

/** A view with the changes that the server may not have had when it answered. */
export function replayed(view: LabelView, ops: readonly LabelOp[], rater: string, set: string): LabelView {
  let found = view;
  for (const op of ops) {
    if (op.rater !== rater) continue;
    if (op.kind === "edit" && op.edit.traceId === view.traceId)
      found = withJudgement(found, op.edit.traceStep, op.edit.after);
    if (op.kind === "status" && op.status.traceId === view.traceId && op.status.set === set)
      found = { ...found, status: op.status.status };
  }
  return found;
}

interface Place {
  set: string;
  rater: string;
}

/** One trace as its rater reads it, with what the rater has changed and the server may not have yet. */
export function useLabelViews({ set, rater }: Place) {
  const sender = useLabelSender();
  const client = useQueryClient();
  const options = (trace: string) =>
    queryOptions({
      queryKey: labelKey(set, rater, trace),
      queryFn: async ({ signal }) => {
        const since = Date.now();
        const view = await fetchJson(apiRoutes.reviewLabel(set, rater, trace), labelView, { signal });
        return replayed(view, sender.unseen(since), rater, set);
      },
      // What the rater does is put in by hand: an answer that overtakes it would take it away again.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
    });
  return { options, client };
}

/** The view of one trace; `first` is what the server drew the page with. */
export function useLabelView(place: Place, trace: string, first: LabelView | null) {
  const { options, client } = useLabelViews(place);
  const sender = useLabelSender();
  const { set, rater } = place;
  useEffect(() => {
    // What an earlier page left behind is not in what the server drew.
    client.setQueryData(labelKey(set, rater, trace), (view: LabelView | undefined) =>
      view ? replayed(view, sender.unseen(0), rater, set) : view,
    );
  }, [client, sender, set, rater, trace]);
  const found = useQuery({
    ...options(trace),
    ...(first?.traceId === trace && { initialData: first }),
  });
  const { open } = useSenderState();
  const { data, refetch } = found;
  // What done shows: asked for once the server knows that the trace is done.
  const owed = data?.status === "done" && data.evidence === null && open === 0;
  useEffect(() => {
    if (owed) void refetch();
  }, [owed, refetch]);
  return found;
}

/** Changes what the page holds of a trace, without asking the server. */
export function changeView(
  client: QueryClient,
  { set, rater }: Place,
  trace: string,
  change: (view: LabelView) => LabelView,
): void {
  const queryKey = labelKey(set, rater, trace);
  void client.cancelQueries({ queryKey });
  client.setQueryData(queryKey, (view: LabelView | undefined) => (view ? change(view) : view));
}
