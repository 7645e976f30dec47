import { describe, expect, it } from "vitest";
import { NO_JUDGEMENT } from "@/lib/domain/judgement";
import { history, NO_HISTORY, redo, remember, undo } from "./history";
import type { Change } from "./judging";

const good = { ...NO_JUDGEMENT, label: "good" as const };
const bad = { ...NO_JUDGEMENT, label: "bad" as const };
const first: Change = { traceStep: 1, before: NO_JUDGEMENT, after: good };
const second: Change = { traceStep: 1, before: good, after: bad };

const of = (traceId: string, ...changes: Change[]) => ({ traceId, changes, status: null });

describe("history", () => {
  it("goes back act by act, over traces, and forth again", () => {
    const done = remember(remember(NO_HISTORY, of("trc_00000001", first)), of("trc_00000002", second));
    const back = undo(done);
    expect(back).toMatchObject({ traceId: "trc_00000002", changes: [{ before: bad, after: good }] });
    const further = undo(back?.history ?? NO_HISTORY);
    expect(further).toMatchObject({
      traceId: "trc_00000001",
      changes: [{ before: good, after: NO_JUDGEMENT }],
    });
    expect(undo(further?.history ?? NO_HISTORY)).toBeNull();
    const again = redo(further?.history ?? NO_HISTORY);
    expect(again).toMatchObject({ traceId: "trc_00000001", changes: [first] });
    expect(redo(again?.history ?? NO_HISTORY)?.history).toEqual(done);
  });
  it("turns the changes of one act round in reverse order", () => {
    const done = remember(NO_HISTORY, of("trc_00000001", first, second));
    expect(undo(done)?.changes.map(({ after }) => after.label)).toEqual(["good", null]);
  });
  it("forgets what was undone once something else is done", () => {
    const undone = undo(remember(NO_HISTORY, of("trc_00000001", first)))?.history ?? NO_HISTORY;
    const other = remember(undone, of("trc_00000001", second));
    expect(redo(other)).toBeNull();
  });
  it("takes a mark back before the labels that were given before it", () => {
    const marked = {
      traceId: "trc_00000001",
      changes: [],
      status: { before: "to-do", after: "done" },
    } as const;
    const done = remember(remember(NO_HISTORY, of("trc_00000001", first)), { ...marked, changes: [] });
    const back = undo(done);
    expect(back).toMatchObject({ changes: [], status: { before: "done", after: "to-do" } });
    expect(undo(back?.history ?? NO_HISTORY)?.changes).toHaveLength(1);
    expect(redo(back?.history ?? NO_HISTORY)?.status).toEqual(marked.status);
  });
  it("survives being stored", () => {
    const done = remember(NO_HISTORY, of("trc_00000001", first));
    expect(history.parse(JSON.parse(JSON.stringify(done)))).toEqual(done);
  });
});
