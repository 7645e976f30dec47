import { describe, expect, it } from "vitest";
import { type LabelRequest, problem } from "@/lib/contracts";
import { NO_JUDGEMENT } from "@/lib/domain/judgement";
import { ApiError } from "../fetch-json";
import { LabelSender } from "./label-sender";
import { type NewLabelOp, OutboxStore } from "./outbox-store";

const RATER = "scr_00000000";
const TRACE = "trc_00000000";

function memoryStorage(room = Number.POSITIVE_INFINITY): Storage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    clear: () => kept.clear(),
    key: (i) => [...kept.keys()][i] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, text) => {
      if (kept.size >= room) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, text);
    },
  };
}

const edit = (id: string, rater = RATER): NewLabelOp => ({
  ...{ kind: "edit", rater },
  edit: {
    ...{ id, traceId: TRACE, traceStep: 1, before: NO_JUDGEMENT, at: "2026-01-01T00:00:00.000Z" },
    after: { ...NO_JUDGEMENT, label: "good" },
  },
});
const status = (): NewLabelOp => ({
  ...{ kind: "status", rater: RATER },
  status: { set: "rvs_00000000", traceId: TRACE, status: "done", at: "2026-01-01T00:00:00.000Z" },
});

function refusal(status: number, retryable = false): ApiError {
  return new ApiError(
    problem.parse({
      ...{ type: "about:blank", title: "No", status, code: "x", detail: "no good", hint: "mend it" },
      ...{ retryable, requestId: "r", fields: [] },
    }),
  );
}

/** A sender whose server does what the test says; `settled` waits until it has nothing more to do by itself. */
function world(
  answer: (request: LabelRequest) => ApiError | null,
  storage: Storage | null = memoryStorage(),
) {
  const sent: LabelRequest[] = [];
  const waits: number[] = [];
  let now = 1000;
  const store = new OutboxStore(storage);
  let release: (() => void) | null = null;
  const sender = new LabelSender({
    store,
    now: () => now++,
    post: async (request) => {
      sent.push(request);
      const error = answer(request);
      if (error) throw error;
      return { edits: [] };
    },
    pause: (ms, wake) => {
      waits.push(ms);
      return new Promise((resolve) => {
        release = resolve;
        wake.addEventListener("abort", () => resolve());
      });
    },
  });
  const settled = async () => {
    for (let i = 0; i < 50; i += 1) await Promise.resolve();
  };
  return { sender, store, sent, waits, settled, wakeUp: () => release?.() };
}
const idsOf = (requests: readonly LabelRequest[]) => requests.map(({ edits }) => edits.map(({ id }) => id));

describe("LabelSender", () => {
  it("sends changes in order, edits and what is done in one request, and says saved", async () => {
    const { sender, sent, settled } = world(() => null);
    sender.add([edit("first-00"), edit("second-0"), status()]);
    expect(sender.state()).toMatchObject({ phase: "saving", open: 3 });
    await settled();
    expect(sender.state()).toMatchObject({ phase: "saved", open: 0, lasting: true, problem: null });
    expect(idsOf(sent)).toEqual([["first-00", "second-0"]]);
    expect(sent[0]?.statuses).toHaveLength(1);
  });
  it("keeps everything while the server is away, longer and longer waits, and sends it in order after", async () => {
    let away = true;
    const { sender, sent, waits, settled, wakeUp } = world(() => (away ? refusal(0, true) : null));
    sender.add([edit("first-00")]);
    await settled();
    expect(sender.state()).toMatchObject({ phase: "waiting", open: 1, problem: "no good" });
    wakeUp();
    await settled();
    wakeUp();
    await settled();
    expect(waits).toEqual([1000, 2000, 4000]);
    away = false;
    sender.add([edit("second-0")]);
    await settled();
    expect(sender.state()).toMatchObject({ phase: "saved", open: 0 });
    expect(idsOf(sent).at(-1)).toEqual(["first-00", "second-0"]);
  });
  it("finds what another page left behind", async () => {
    const storage = memoryStorage();
    const first = world(() => refusal(0, true), storage);
    first.sender.add([edit("left-over")]);
    await first.settled();
    const next = world(() => null, storage);
    expect(next.sender.unseen(0).map((op) => op.kind === "edit" && op.edit.id)).toEqual(["left-over"]);
    next.sender.kick();
    await next.settled();
    expect(idsOf(next.sent)).toEqual([["left-over"]]);
    expect(next.store.open()).toEqual([]);
  });
  it("puts aside the one change that is refused and goes on with the others", async () => {
    const bad = (request: LabelRequest) => request.edits.some(({ id }) => id === "bad-0000");
    const { sender, store, settled } = world((request) => (bad(request) ? refusal(400) : null));
    sender.add([edit("good-001"), edit("bad-0000"), edit("good-002")]);
    await settled();
    expect(sender.state()).toMatchObject({ phase: "saved", open: 0 });
    expect(
      sender.state().refused.map(({ op, reason }) => [op.kind === "edit" && op.edit.id, reason]),
    ).toEqual([["bad-0000", "no good"]]);
    sender.dismissRefused();
    expect(store.refused()).toEqual([]);
  });
  it("stops where the server wants a token first, and keeps what it has", async () => {
    const { sender, settled } = world(() => refusal(401));
    sender.add([edit("first-00")]);
    await settled();
    expect(sender.state()).toMatchObject({ phase: "stopped", open: 1, problem: "no good: mend it" });
  });
  it("never mixes raters in a request", async () => {
    const { sender, sent, settled } = world(() => null);
    sender.add([edit("one-0000"), edit("two-0000", "scr_11111111"), edit("three-00")]);
    await settled();
    expect(sent.map(({ rater }) => rater)).toEqual([RATER, "scr_11111111", RATER]);
  });
  it("says where a change would not survive a reload, and sends it all the same", async () => {
    let away = true;
    const { sender, settled } = world(() => (away ? refusal(0, true) : null), memoryStorage(0));
    sender.add([edit("first-00")]);
    await settled();
    expect(sender.state()).toMatchObject({ lasting: false, open: 1 });
    away = false;
    sender.kick();
    await settled();
    expect(sender.state()).toMatchObject({ lasting: true, open: 0, phase: "saved" });
  });
  it("tells which changes an older answer of the server may lack", async () => {
    const { sender, settled } = world(() => null);
    sender.add([edit("first-00")]);
    await settled();
    expect(sender.unseen(0)).toHaveLength(1);
    expect(sender.unseen(1_000_000)).toHaveLength(0);
  });
  it("leaves alone what it cannot read", () => {
    const storage = memoryStorage();
    storage.setItem("stepwell.label-op.0", "{");
    storage.setItem("stepwell.label-op.1", '{"kind":"later"}');
    expect(new OutboxStore(storage).open()).toEqual([]);
    expect(storage.length).toBe(2);
  });
});
