"use client";

import { useEffect, useEffectEvent } from "react";
import type { LabelView, ReviewStatus } from "@/lib/contracts";
import { redo, remember, undo } from "./history";
import { type Act, type Change, changesOf, judgingOf, withJudgement } from "./judging";
import { useLabelSender } from "./outbox/label-outbox";
import { useHistory } from "./use-history";

/** A trace with one judgement of it, as a page holds it. */
export type JudgedView = Pick<LabelView, "traceId" | "traceSteps" | "steps" | "trace">;

interface Place<V extends JudgedView> {
  set: string;
  /** Whose judgement it is: a rater's, or the adjudicated one. */
  scorer: string;
  /** What the page holds of a trace now. */
  read: (trace: string) => V | undefined;
  change: (trace: string, how: (view: V) => V) => void;
  /** Shows another trace: an undo may lie there. */
  go: (trace: string) => void;
  /** Marks a trace done or to do again; left out where nothing is. */
  mark?: (trace: string, status: ReviewStatus) => void;
}

/** Changes of judgements: each is drawn at once, kept on the device and sent; each act can be undone. */
export function useEdits<V extends JudgedView>({ set, scorer, read, change, go, mark }: Place<V>) {
  const sender = useLabelSender();
  const past = useHistory(set, scorer);

  const make = (trace: string, changes: readonly Change[]) => {
    const at = new Date().toISOString();
    sender.add(
      changes.map(({ traceStep, before, after }) => ({
        ...{ kind: "edit", rater: scorer },
        edit: { id: crypto.randomUUID(), traceId: trace, traceStep, before, after, at },
      })),
    );
    change(trace, (view) =>
      changes.reduce((was, { traceStep, after }) => withJudgement(was, traceStep, after), view),
    );
  };

  const act = (trace: string, what: Act) => {
    // As the page holds it now: two keys may be pressed before it is drawn again.
    const view = read(trace);
    if (!view) return;
    const changes = changesOf(judgingOf(view), what, view.traceSteps.length);
    if (changes.length === 0) return;
    past.write(remember(past.read(), { traceId: trace, changes, status: null }));
    make(trace, changes);
  };

  const setStatus = (trace: string, before: ReviewStatus, after: ReviewStatus) => {
    past.write(remember(past.read(), { traceId: trace, changes: [], status: { before, after } }));
    mark?.(trace, after);
  };

  const turn = (move: typeof undo) => {
    const found = move(past.read());
    if (!found) return;
    past.write(found.history);
    if (found.changes.length > 0) make(found.traceId, found.changes);
    if (found.status) mark?.(found.traceId, found.status.after);
    go(found.traceId);
  };

  const back = () => turn(undo);
  const again = () => turn(redo);
  useUndoKeys(back, again);
  return { act, setStatus, undo: back, redo: again };
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
