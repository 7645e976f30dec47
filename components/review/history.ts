import { z } from "zod";
import { labelEditChange, reviewStatus, traceId } from "@/lib/contracts";
import type { Change } from "./judging";

const step = z.strictObject({
  traceId,
  changes: z.array(
    z.strictObject({ traceStep: z.int().nullable(), before: labelEditChange, after: labelEditChange }),
  ),
  /** The trace was marked done, skipped or to do again. */
  status: z.strictObject({ before: reviewStatus, after: reviewStatus }).nullable(),
});

/** What can be undone and done again, the last act last. */
export const history = z.strictObject({ past: z.array(step), future: z.array(step) });
export type History = z.infer<typeof history>;
export type HistoryStep = z.infer<typeof step>;

export const NO_HISTORY: History = { past: [], future: [] };
/** So many acts fit a tab's storage with room to spare; nobody goes back further. */
const MOST = 300;

/** An act was made: what was undone before it cannot be done again. */
export function remember({ past }: History, made: HistoryStep): History {
  return { past: [...past, made].slice(-MOST), future: [] };
}

const turned = ({ traceStep, before, after }: Change): Change => ({
  traceStep,
  before: after,
  after: before,
});

interface Move extends HistoryStep {
  history: History;
}

/** Takes the last act back: what it changed, turned round. Null where there is none. */
export function undo({ past, future }: History): Move | null {
  const last = past.at(-1);
  if (!last) return null;
  return {
    history: { past: past.slice(0, -1), future: [...future, last] },
    traceId: last.traceId,
    changes: [...last.changes].reverse().map(turned),
    status: last.status && { before: last.status.after, after: last.status.before },
  };
}

/** Makes the act again that was taken back last; null where there is none. */
export function redo({ past, future }: History): Move | null {
  const last = future.at(-1);
  if (!last) return null;
  return { ...last, history: { past: [...past, last], future: future.slice(0, -1) } };
}
