import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/db/testing/database";
import { problem, resultSetAnswer, resultSetDetail, resultSetList } from "@/lib/contracts";
import { PROCESSTHINKER_TABLE_1 as file } from "@/lib/examples/processthinker-table-1";
import { setDbHandle } from "@/lib/server/db";
import { GET as readQuestion } from "../evaluations/[id]/questions/route";
import { GET as readQuestions } from "../results/questions/route";
import { GET as readResults } from "../results/route";
import { GET as readOne, DELETE as remove } from "./[id]/route";
import { POST as importOne, GET as list } from "./route";

const URL_BASE = "http://localhost/api/v1";
const withId = (id: string) => ({ params: Promise.resolve({ id }) });
const get = (path: string) => new Request(`${URL_BASE}/${path}`);

function post(body: unknown): Promise<Response> {
  return importOne(
    new Request(`${URL_BASE}/result-sets`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  );
}
const refusal = async (answer: Response) => problem.parse(await answer.json());

describe("result sets over HTTP", () => {
  const handle = useTestDatabase();
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));

  it("are imported, listed, read and deleted", async () => {
    const made = await post(file);
    expect(made.status).toBe(201);
    const { id } = resultSetAnswer.parse(await made.json());
    expect((await post(file)).status).toBe(200);
    expect(resultSetList.parse(await (await list(get("result-sets"))).json()).resultSets).toHaveLength(1);
    const one = resultSetDetail.parse(await (await readOne(get(`result-sets/${id}`), withId(id))).json());
    expect(one.file).toEqual(file);
    const gone = () => remove(new Request(`${URL_BASE}/result-sets/${id}`, { method: "DELETE" }), withId(id));
    expect((await gone()).status).toBe(200);
    expect((await gone()).status).toBe(404);
    expect((await readOne(get(`result-sets/${id}`), withId(id))).status).toBe(404);
  });

  it("name every field that is wrong", async () => {
    const [first, ...others] = file.cells;
    const answer = await post({ ...file, cells: [{ ...first, arm: "nobody", correct: 5000 }, ...others] });
    expect(answer.status).toBe(400);
    const { fields } = await refusal(answer);
    expect(fields.map(({ path }) => path).sort()).toEqual(["cells.0.arm", "cells.0.correct"]);
    expect((await post({ ...file, name: "NUL \u0000" })).status).toBe(400);
  });

  it("and selections name what does not exist", async () => {
    const unknown = await readResults(get("results?runs=run_00000000&imported=rst_00000000"));
    expect(unknown.status).toBe(404);
    expect((await refusal(unknown)).fields).toEqual([
      { path: "runs", message: "no run run_00000000" },
      { path: "imported", message: "no imported result set rst_00000000" },
    ]);
    expect((await readQuestions(get("results/questions?ablation=abl_00000000"))).status).toBe(404);
    for (const nothing of [await readResults(get("results")), await readQuestions(get("results/questions"))])
      expect(nothing.status).toBe(400);
    expect((await readResults(get("results?runs=run_1"))).status).toBe(400);
  });

  it("and questions that are none", async () => {
    const path = "evaluations/evl_00000000/questions";
    expect((await readQuestion(get(`${path}?question=q`), withId("evl_00000000"))).status).toBe(404);
    expect((await readQuestion(get(path), withId("evl_00000000"))).status).toBe(400);
  });
});
