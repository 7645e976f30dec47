import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ablations, imports, traces } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import {
  detectImportAnswer,
  importFormats,
  importList,
  importProblemList,
  importView,
  type NewImport,
  problem,
  uploadPieceAnswer,
  uploadState,
} from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { useTestHome } from "@/lib/server/testing/home";
import { plainTrace, stepwellLines } from "@/lib/services/imports/testing/memory-source";
import { resumeUploads, startUpload } from "@/lib/services/imports/uploads";
import { POST as cancel } from "./[id]/cancel/route";
import { PUT } from "./[id]/files/[index]/route";
import { GET as problemsOf } from "./[id]/problems/route";
import { GET as read } from "./[id]/route";
import { POST as start } from "./[id]/start/route";
import { GET as uploadOf } from "./[id]/upload/route";
import { POST as detect } from "./detect/route";
import { GET as formats } from "./formats/route";
import { POST as announce, GET as list } from "./route";

type Handler = (request: Request, context: { params: Promise<never> }) => Promise<Response>;

describe("importing over HTTP", () => {
  const test = useTestDatabase();
  const home = useTestHome();
  beforeAll(() => setDbHandle(test));
  afterAll(() => setDbHandle(undefined));
  beforeEach(async () => {
    await test.db.delete(ablations);
  });

  function ask(
    handler: unknown,
    params: Record<string, string> = {},
    init: RequestInit = {},
  ): Promise<Response> {
    const body = { ...(init.body && { duplex: "half" }) };
    const headers = { "content-type": "application/json", ...init.headers };
    const request = new Request("http://localhost/api/v1/imports", {
      ...init,
      headers,
      ...body,
    } as RequestInit);
    return (handler as Handler)(request, { params: Promise.resolve(params as never) });
  }
  const post = (handler: unknown, body: unknown, params: Record<string, string> = {}) =>
    ask(handler, params, { method: "POST", ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const put = (id: string, index: number, body: string, offset = 0) =>
    ask(
      PUT,
      { id, index: String(index) },
      {
        ...{ method: "PUT", body, headers: { "upload-offset": String(offset) } },
      },
    );
  const refusal = async (answer: Response) => problem.parse(await answer.json());

  const content = stepwellLines([plainTrace("a"), plainTrace("b"), "broken"]);
  const asked = (changes: Partial<NewImport> = {}): Partial<NewImport> => ({
    ...{ project: "p", format: "stepwell", source: "logs" },
    files: [
      { name: "x/traces.jsonl", bytes: content.length },
      { name: "notes.txt", bytes: 5 },
      { name: "empty.jsonl", bytes: 0 },
    ],
    ...changes,
  });
  const announced = async (changes: Partial<NewImport> = {}) =>
    uploadState.parse(await (await post(announce, asked(changes))).json());

  async function ended(id: string) {
    for (;;) {
      const view = importView.parse(await (await ask(read, { id })).json());
      if (view.status !== "running") return view;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async function sent(changes: Partial<NewImport> = {}) {
    const { import: made } = await announced(changes);
    await put(made.id, 0, content);
    await put(made.id, 1, "hello");
    return made.id;
  }

  it("takes files in pieces, goes on where they broke off, and imports them in the background", async () => {
    const { import: made, received } = await announced();
    expect([made.status, received]).toEqual(["receiving", [0, 0, 0]]);
    const piece = await put(made.id, 0, content.slice(0, 50));
    expect([piece.status, uploadPieceAnswer.parse(await piece.json())]).toEqual([202, { received: 50 }]);
    const again = await announced();
    expect([again.import.id, again.received]).toEqual([made.id, [50, 0, 0]]);
    expect((await post(start, undefined, { id: made.id })).status).toBe(409);
    await put(made.id, 0, content.slice(50), 50);
    await put(made.id, 1, "hello");
    const state = uploadState.parse(await (await ask(uploadOf, { id: made.id })).json());
    expect(state.received).toEqual([content.length, 5, 0]);
    const started = await post(start, undefined, { id: made.id });
    // Nobody has taken it yet: it is no less at work for that.
    expect([started.status, importView.parse(await started.json())]).toMatchObject([
      202,
      { status: "running", interrupted: false },
    ]);
    const view = await ended(made.id);
    expect(view).toMatchObject({ status: "succeeded", report: { rows: 3, traces: 2, rejected: 1 } });
    const { problems } = importProblemList.parse(await (await ask(problemsOf, { id: made.id })).json());
    expect(problems).toMatchObject([{ kind: "rejected", file: "x/traces.jsonl", line: 3 }]);
    const { total, imports: all } = importList.parse(await (await ask(list)).json());
    expect([total, all[0]?.id]).toEqual([1, made.id]);
  });

  it("finds the import of the same files, whatever they were announced as", async () => {
    const first = await sent();
    await (await startUpload(test.db, first, "test")).done;
    const second = await sent({ source: "another name" });
    expect(second).not.toBe(first);
    const { view, done } = await startUpload(test.db, second, "test");
    expect(view.id).toBe(first);
    expect(await done).toMatchObject({ id: first, report: { traces: 2, alreadyStored: 2 } });
    expect(await test.db.$count(imports)).toBe(1);
    expect(readdirSync(join(home.dir, "imports"))).toEqual([]);
  });

  it("goes on after the server was killed while it imported", async () => {
    const id = await sent();
    // As a killed server leaves it: running by its status, its files still there.
    await test.db.update(imports).set({ status: "running" });
    expect(importView.parse(await (await ask(read, { id })).json())).toMatchObject({ interrupted: true });
    expect(await resumeUploads(test.db, "test", new Date())).toMatchObject([{ id, status: "succeeded" }]);
    expect(await test.db.$count(traces)).toBe(2);
    expect(await resumeUploads(test.db, "test", new Date())).toEqual([]);
  });

  it("drops an upload that nobody finished for a week, and no other", async () => {
    const { import: made } = await announced();
    await resumeUploads(test.db, "test", new Date(Date.now() + 3 * 86_400_000));
    expect(existsSync(join(home.dir, "imports", made.id))).toBe(true);
    await resumeUploads(test.db, "test", new Date(Date.now() + 8 * 86_400_000));
    expect(existsSync(join(home.dir, "imports", made.id))).toBe(false);
    expect(await ended(made.id)).toMatchObject({
      status: "cancelled",
      error: "its upload was never finished",
    });
    // It may be announced anew.
    expect((await announced()).import).toMatchObject({ id: made.id, status: "receiving" });
  });

  it("refuses pieces out of place, too many bytes, and files that were not announced", async () => {
    const { import: made } = await announced();
    expect((await put(made.id, 0, "x", 7)).status).toBe(409);
    expect((await put(made.id, 1, "too long")).status).toBe(400);
    expect((await put(made.id, 9, "x")).status).toBe(404);
    const cancelled = await post(cancel, undefined, { id: made.id });
    expect(importView.parse(await cancelled.json()).status).toBe("cancelled");
    expect((await refusal(await put(made.id, 0, "x"))).detail).toContain("announce it again");
  });

  it("names the field of an announcement that cannot be", async () => {
    const twice = [1, 2].map(() => ({ name: "a", bytes: 1 }));
    for (const [changes, path] of [
      [{ files: twice }, "files"],
      [{ project: " " }, "project"],
      [{ format: "velr" as never }, "format"],
      [{ files: [] }, "files"],
    ] as const) {
      const answer = await post(announce, asked(changes as Partial<NewImport>));
      expect(answer.status).toBe(400);
      expect((await refusal(answer)).fields[0]?.path).toBe(path);
    }
  });

  it("says of what format files are, and which there are", async () => {
    const file = (name: string, text: string) => ({
      ...{ name, bytes: text.length, head: Buffer.from(text).toString("base64") },
    });
    const found = await post(detect, { files: [file("a.jsonl", content)] });
    expect(detectImportAnswer.parse(await found.json())).toMatchObject({ format: "stepwell" });
    const none = await post(detect, { files: [file("a.txt", "hello")] });
    expect(detectImportAnswer.parse(await none.json())).toEqual({ format: null, sure: 0 });
    const all = importFormats.parse(await (await ask(formats)).json());
    expect(all.formats.length).toBeGreaterThanOrEqual(14);
  });
});
