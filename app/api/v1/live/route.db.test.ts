import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { type LiveStreamMessage, seriesAnswer } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { followUpsDone } from "@/lib/services/ingest/follow-ups";
import { batchOf, metrics } from "@/lib/services/ingest/testing/batches";
import { makeAttempt, makeRun } from "@/lib/services/ingest/testing/fixture";
import { announce } from "@/lib/services/live/announce";
import { liveHub } from "@/lib/services/live/hub";
import { POST as postEvents } from "../runs/[id]/events/route";
import { GET as getSeries } from "../runs/[id]/series/route";
import { GET } from "./route";

const RUN = "run_00000001";
const OTHER = "run_00000002";

/** Reads events off a stream as they come. */
class Listener {
  private readonly abort = new AbortController();
  private text = "";
  private readonly decoder = new TextDecoder();

  private constructor(
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
    abort: AbortController,
  ) {
    this.abort = abort;
  }

  static async open(query = "", lastEventId?: string): Promise<Listener> {
    const abort = new AbortController();
    const headers: Record<string, string> = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
    const answer = await GET(
      new Request(`http://localhost/api/v1/live${query}`, { headers, signal: abort.signal }),
    );
    expect(answer.headers.get("content-type")).toMatch("text/event-stream");
    if (!answer.body) throw new Error("no body");
    return new Listener(answer.body.getReader(), abort);
  }

  /** The next event, without comments and the retry line; null at the end. */
  async next(): Promise<{ id: string; event: string; data: Record<string, unknown> } | null> {
    for (;;) {
      const end = this.text.indexOf("\n\n");
      if (end >= 0) {
        const block = this.text.slice(0, end);
        this.text = this.text.slice(end + 2);
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1];
        const event = field("event");
        if (event) return { id: field("id") ?? "", event, data: JSON.parse(field("data") ?? "") };
      } else {
        const { done, value } = await this.reader.read();
        if (done) return null;
        this.text += this.decoder.decode(value, { stream: true });
      }
    }
  }

  close(): void {
    this.abort.abort();
  }
}

describe("GET /api/v1/live", () => {
  const test = useTestDatabase();
  beforeAll(() => setDbHandle(test));
  afterAll(() => setDbHandle(undefined));

  const news = (runId: string, events = 1): LiveStreamMessage => ({
    ...{ type: "metrics", runId, jobId: "job_00000001", ablationId: "abl_00000001", events },
    ...{ fromTrainStep: 1, toTrainStep: 2, names: ["reward/mean"] },
  });
  const tell = (runId: string, events = 1) => announce(test.db, news(runId, events));

  it("passes on what was committed, in order, to every client, and stops when the client goes", async () => {
    const [a, b] = [await Listener.open(), await Listener.open()];
    expect([(await a.next())?.event, (await b.next())?.event]).toEqual(["hello", "hello"]);
    await tell(RUN, 1);
    await tell(OTHER, 2);
    for (const listener of [a, b]) {
      expect(await listener.next()).toMatchObject({ event: "news", data: news(RUN, 1) });
      expect(await listener.next()).toMatchObject({ event: "news", data: news(OTHER, 2) });
    }
    a.close();
    b.close();
    expect(await a.next()).toBeNull();
    expect(liveHub(test.sql).clients).toBe(0);
  });

  it("leaves out other runs", async () => {
    const listener = await Listener.open(`?runs=${RUN}`);
    await listener.next();
    await tell(OTHER);
    await tell(RUN, 7);
    expect(await listener.next()).toMatchObject({ data: { runId: RUN, events: 7 } });
    listener.close();
  });

  it("goes on where a client lost its line", async () => {
    const first = await Listener.open(`?runs=${RUN}`);
    const hello = await first.next();
    first.close();
    const witness = await Listener.open();
    await witness.next();
    await tell(RUN, 3);
    await tell(RUN, 4);
    await witness.next();
    const seen = await witness.next();
    witness.close();
    const again = await Listener.open(`?runs=${RUN}`, hello?.id);
    expect([(await again.next())?.data.events, (await again.next())?.data.events]).toEqual([3, 4]);
    const current = await Listener.open("", seen?.id);
    await tell(RUN, 5);
    expect(await current.next()).toMatchObject({ event: "news", data: { events: 5 } });
    for (const listener of [again, current]) listener.close();
  });

  it("tells a client to fetch anew if its id is another process's or makes no sense", async () => {
    for (const id of ["oldprocess-3", "nonsense", `${liveHub(test.sql).epoch}-99999`]) {
      const listener = await Listener.open("", id);
      expect(await listener.next()).toMatchObject({ event: "reset" });
      listener.close();
    }
  });

  it("tells all clients to fetch anew after its own connection broke, and hears again", async () => {
    const listener = await Listener.open();
    await listener.next();
    await test.sql`select pg_terminate_backend(pid) from pg_stat_activity
      where query ilike 'listen%' and datname = current_database() and pid <> pg_backend_pid()`;
    expect(await listener.next()).toMatchObject({ event: "reset" });
    await tell(RUN, 9);
    expect(await listener.next()).toMatchObject({ event: "news", data: { events: 9 } });
    listener.close();
  });

  it("tells of a logged point once it can be read", async () => {
    const attempt = await makeAttempt(test.db, await makeRun(test.db));
    const listener = await Listener.open(`?runs=${attempt.runId}`);
    await listener.next();
    const context = { params: Promise.resolve({ id: attempt.runId }) };
    const posted = await postEvents(
      new Request(`http://localhost/api/v1/runs/${attempt.runId}/events`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${attempt.token}` },
        body: JSON.stringify(batchOf(attempt.attemptId, "metrics", [metrics(1, 7, { "reward/mean": 0.25 })])),
      }),
      context,
    );
    expect(posted.status).toBe(200);
    expect(await listener.next()).toMatchObject({
      data: { type: "metrics", ablationId: attempt.ablationId, toTrainStep: 7, names: ["reward/mean"] },
    });
    const query = `names=reward/mean&fromStep=7`;
    const read = await getSeries(
      new Request(`http://localhost/api/v1/runs/${attempt.runId}/series?${query}`),
      context,
    );
    const answer = seriesAnswer.parse(await read.json());
    expect(answer.series[0]?.segments[0]?.marks).toMatchObject([{ firstTrainStep: 7, mean: 0.25 }]);
    listener.close();
    await followUpsDone();
  });

  it("refuses what is no run id", async () => {
    const answer = await GET(new Request("http://localhost/api/v1/live?runs=abc"));
    expect(answer.status).toBe(400);
    expect((await answer.json()).fields).toEqual([expect.objectContaining({ path: "runs.0" })]);
  });
});
