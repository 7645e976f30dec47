"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { LabelView, ReviewStatus } from "@/lib/contracts";
import type { Act } from "../judging";
import { useLabelSender } from "../outbox/label-outbox";
import { useEdits } from "../use-edits";
import { changeView, labelKey } from "./use-label-view";

interface Place {
  set: string;
  rater: string;
  go: (trace: string) => void;
  setItemStatus: (trace: string, status: ReviewStatus) => void;
}

/** Everything a rater can do to a trace: label it, undo, and say that it is done. */
export function useJudging({ set, rater, go, setItemStatus }: Place) {
  const client = useQueryClient();
  const sender = useLabelSender();
  const read = (trace: string) => client.getQueryData<LabelView>(labelKey(set, rater, trace));
  const mark = (trace: string, status: ReviewStatus) => {
    const at = new Date().toISOString();
    sender.add([{ kind: "status", rater, status: { set, traceId: trace, status, at } }]);
    changeView(client, { set, rater }, trace, (view) => ({
      ...view,
      status,
      // What done shows is asked for when the trace is looked at again; what is to do again hides it at once.
      evidence: view.blind && status !== "done" ? null : view.evidence,
    }));
    setItemStatus(trace, status);
  };
  const edits = useEdits<LabelView>({
    ...{ set, scorer: rater, read, go, mark },
    change: (trace, how) => changeView(client, { set, rater }, trace, how),
  });
  return {
    ...edits,
    act: (view: LabelView, what: Act) => {
      // Done is what was judged blind: it is reopened before it changes.
      if (view.status !== "done") edits.act(view.traceId, what);
    },
    setStatus: (view: LabelView, status: ReviewStatus) => edits.setStatus(view.traceId, view.status, status),
  };
}
