"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { fetchJson } from "@/lib/client/fetch-json";
import type { LabelOp } from "@/lib/client/labels/outbox-store";
import { type QueueItem, type ReviewQueue, type ReviewStatus, reviewQueue } from "@/lib/contracts";
import { apiRoutes } from "@/lib/domain/routes";
import { useLabelSender } from "../outbox/label-outbox";

/** A queue with statuses that the server may not have had when it answered. */
export function replayedQueue(
  queue: ReviewQueue,
  ops: readonly LabelOp[],
  rater: string,
  set: string,
): ReviewQueue {
  const statuses = new Map<string, ReviewStatus>();
  for (const op of ops)
    if (op.kind === "status" && op.rater === rater && op.status.set === set)
      statuses.set(op.status.traceId, op.status.status);
  return {
    ...queue,
    items: queue.items.map((item) => ({ ...item, status: statuses.get(item.traceId) ?? item.status })),
  };
}

const queueKey = (set: string, rater: string) => ["review-queue", set, rater];

/** A rater's traces of a set. */
export function useQueue(set: string, rater: string, first: ReviewQueue) {
  const sender = useLabelSender();
  const client = useQueryClient();
  const queryKey = queueKey(set, rater);
  const { data } = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const since = Date.now();
      const queue = await fetchJson(apiRoutes.reviewQueue(set, rater), reviewQueue, { signal });
      return replayedQueue(queue, sender.unseen(since), rater, set);
    },
    initialData: first,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const setItem = (trace: string, change: Partial<QueueItem>) =>
    client.setQueryData(queryKey, (queue: ReviewQueue | undefined) => ({
      ...(queue ?? first),
      items: (queue ?? first).items.map((item) => (item.traceId === trace ? { ...item, ...change } : item)),
    }));
  useEffect(() => {
    // What an earlier page left behind is not in what the server drew.
    client.setQueryData(queueKey(set, rater), (queue: ReviewQueue | undefined) =>
      queue ? replayedQueue(queue, sender.unseen(0), rater, set) : queue,
    );
  }, [client, sender, set, rater]);
  return { ...data, setItem };
}

/** The first trace to do after `from`, else the first from the start; null where all is done. */
export function nextOpen(items: readonly QueueItem[], from: string | null): string | null {
  const here = items.findIndex(({ traceId }) => traceId === from);
  const order = [...items.slice(here + 1), ...items.slice(0, Math.max(0, here))];
  return order.find(({ status }) => status === "to-do")?.traceId ?? null;
}

/** The trace `by` places on in the set's order; null at its ends. */
export function neighbour(items: readonly QueueItem[], from: string, by: 1 | -1): string | null {
  const here = items.findIndex(({ traceId }) => traceId === from);
  return here === -1 ? null : (items[here + by]?.traceId ?? null);
}
