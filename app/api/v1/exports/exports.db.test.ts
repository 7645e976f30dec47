import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { type ExportPreview, exportFormats, exportPreview, exportProvenance } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { sendTraces, stepsOf, tracedRun } from "@/lib/services/traces/testing/send";
import { POST as preview } from "./[format]/preview/route";
import { GET as provenance } from "./[format]/provenance/route";
import { GET as download } from "./[format]/route";
import { GET as formats } from "./route";

const BASE = "http://localhost/api/v1/exports";
const TRACES = 450;

describe("exports over HTTP", () => {
  const test = useTestDatabase();
  let [run, small] = ["", ""];
  beforeAll(async () => {
    setDbHandle(test);
    const made = await tracedRun(test.db);
    run = made.runId;
    const traces = Array.from({ length: TRACES }, (_, at) => ({
      ...{ sampleIndex: at, response: `abc ${at}`, traceSteps: stepsOf(4, at % 5, null) },
    }));
    await sendTraces(test.db, made, traces);
    // A preview has three seconds: these few are read in them on any machine.
    const few = await tracedRun(test.db);
    small = few.runId;
    await sendTraces(test.db, few, traces.slice(0, 5));
  });
  afterAll(() => setDbHandle(undefined));

  const at = (format: string) => ({ params: Promise.resolve({ format }) });
  const get = (format: string, query: string) =>
    download(new Request(`${BASE}/${format}?${query}`), at(format));

  it("stream a file whose headers name it and its provenance", async () => {
    const answer = await get("csv", `runs=${run}&rows=steps`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="prj-.*-csv-.*\.csv"$/);
    expect(answer.headers.get("link")).toContain(`/api/v1/exports/csv/provenance?runs=${run}&rows=steps`);
    const text = await answer.text();
    expect(text.trimEnd().split("\r\n")).toHaveLength(1 + 3 * TRACES);
  });

  it("tell where the file comes from, and what was left out", async () => {
    const asked = `${BASE}/math-shepherd/provenance?runs=${run}&labels=c`;
    const answer = await provenance(new Request(asked), at("math-shepherd"));
    expect(answer.headers.get("content-disposition")).toContain(".provenance.json");
    const told = exportProvenance.parse(await answer.json());
    expect(told.counts).toMatchObject({ traces: TRACES, written: TRACES, labels: 2 * TRACES });
    expect(told.counts?.leftOut).toEqual([
      { what: "trace steps behind the last one with a label", count: TRACES },
    ]);
  });

  it("are previewed by what a body asks for", async () => {
    const body = JSON.stringify({ runs: [small], labels: "c", threshold: 0.5 });
    const headers = { "content-type": "application/json" };
    const request = new Request(`${BASE}/processbench/preview`, { method: "POST", headers, body });
    const found: ExportPreview = exportPreview.parse(
      await (await preview(request, at("processbench"))).json(),
    );
    // Of c_2 = 0/4 to 4/4, two in five lie above a half; there the third step leaves the first error open.
    expect(found.provenance.counts).toMatchObject({ traces: 5, records: 3 });
    expect(found).toMatchObject({ complete: true, total: 5 });
  });

  it("name the field that cannot be used", async () => {
    for (const [query, path] of [
      ["margin=2", "margin"],
      ["outcome=maybe", "outcome"],
      ["labels=scr_00000000", "labels"],
      ["runs=run_00000000", "runs"],
      ["what=1", ""],
    ] as const) {
      const answer = await get("csv", query);
      const problem = await answer.json();
      expect(answer.headers.get("content-type")).toContain("problem+json");
      if (path !== "") expect(problem.fields).toMatchObject([{ path: expect.stringContaining(path) }]);
      expect(answer.status).toBe(path === "runs" ? 404 : 400);
    }
    expect((await get("word", "")).status).toBe(400);
  });

  it("are made only as fast as they are read, and no further once nobody reads", async () => {
    const reader = (await get("stepwell", `runs=${run}`)).body?.getReader();
    const { value } = (await reader?.read()) ?? {};
    expect(new TextDecoder().decode(value)).toMatch(/^\{"stepwell":"traces"/);
    await reader?.cancel();
    expect(await reader?.read()).toMatchObject({ done: true });
  });

  it("list their formats", async () => {
    const { formats: listed } = exportFormats.parse(await (await formats(new Request(BASE))).json());
    expect(listed.map(({ format }) => format)).toContain("preference-pairs");
  });
});
