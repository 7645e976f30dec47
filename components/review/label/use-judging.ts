"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import type { LabelView, ReviewStatus } from "@/lib/contracts";
import { redo, remember, undo } from "../history";
import { type Act, type Change, changesOf, judgingOf, withJudgement } from "../judging";
import { useLabelSender } from "../outbox/label-outbox";
import { useHistory } from "./use-history";
import { changeView, labelKey } from "./use-label-view";

interface Place {
  set: string;
  rater: string;
  /** Shows another trace: an undo may lie there. */
  go: (trace: string) => void;
  setItemStatus: (trace: string, status: ReviewStatus) => void;
}

/** Everything a rater can do to a trace. Each change is drawn at once, kept on the device and sent. */
export function useJudging({ set, rater, go, setItemStatus }: Place) {
  const client = useQueryClient();
  const sender = useLabelSender();
  const past = useHistory(set, rater);

  const make = (trace: string, changes: readonly Change[]) => {
    const at = new Date().toISOString();
    sender.add(
      changes.map(({ traceStep, before, after }) => ({
        ...{ kind: "edit", rater },
        edit: { id: crypto.randomUUID(), traceId: trace, traceStep, before, after, at },
      })),
    );
    changeView(client, { set, rater }, trace, (view) =>
      changes.reduce((was, change) => withJudgement(was, change.traceStep, change.after), view),
    );
  };

  const act = (view: LabelView, what: Act) => {
    if (view.status === "done") return;
    // As the page holds it now: two keys may be pressed before it is drawn again.
    const now = client.getQueryData<LabelView>(labelKey(set, rater, view.traceId)) ?? view;
    const changes = changesOf(judgingOf(now), what, view.traceSteps.length);
    if (changes.length === 0) return;
    past.write(remember(past.read(), view.traceId, changes));
    make(view.traceId, changes);
  };

  const turn = (move: typeof undo) => {
    const found = move(past.read());
    if (!found) return;
    past.write(found.history);
    make(found.traceId, found.changes);
    go(found.traceId);
  };

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

  const back = () => turn(undo);
  const again = () => turn(redo);
  useUndoKeys(back, again);
  return { act, mark, undo: back, redo: again };
}

/** Ctrl or Cmd with Z and Y, anywhere but in a text, where they are the text's own. */
function useUndoKeys(back: () => void, again: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.target instanceof Element && event.target.closest("input, textarea, [role=dialog]")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) again();
    else back();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
