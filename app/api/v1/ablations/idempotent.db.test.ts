import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ablations, jobs } from "@/db/schema";
import { useTestDatabase } from "@/db/testing/database";
import { addSeedsAnswer, addSeedsPreview, launchAnswer, problem } from "@/lib/contracts";
import { setDbHandle } from "@/lib/server/db";
import { JobWorld, smallSpec } from "@/lib/services/testing/job-world";
import { POST as previewSeeds } from "./[id]/seeds/preview/route";
import { POST as addSeeds } from "./[id]/seeds/route";
import { POST as launch } from "./route";

type Handler = typeof launch;

describe("requests that are sent twice", () => {
  const handle = useTestDatabase();
  const world = new JobWorld(handle);
  beforeAll(() => setDbHandle(handle));
  afterAll(() => setDbHandle(undefined));
  beforeEach(() => world.clear());

  function post(handler: Handler, body: unknown, key?: string, id = ""): Promise<Response> {
    const headers = {
      "content-type": "application/json",
      ...(key === undefined ? {} : { "idempotency-key": key }),
    };
    const request = new Request("http://localhost/api/v1/ablations", {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return handler(request, { params: Promise.resolve({ id }) });
  }
  const KEY = "0b5c7c1e-double-click";
  const launched = async (key = KEY) =>
    launchAnswer.parse(await (await post(launch, smallSpec(), key)).json());

  it("launch once under one key, even at the same moment", async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(launch, smallSpec(), KEY)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 200, 201]);
    const bodies = await Promise.all(answers.map(async (answer) => launchAnswer.parse(await answer.json())));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    expect(await handle.db.select().from(ablations)).toHaveLength(1);
    expect(await handle.db.select().from(jobs)).toHaveLength(bodies[0]?.jobs ?? 0);
  });

  it("launch twice without a key, or under two", async () => {
    for (const key of [undefined, undefined, KEY, `${KEY}-2`])
      expect((await post(launch, smallSpec(), key)).status).toBe(201);
    expect(await handle.db.select().from(ablations)).toHaveLength(4);
  });

  it("are refused where the key has launched something else", async () => {
    const { id } = await launched();
    const answer = await post(launch, smallSpec({ name: "Another question" }), KEY);
    expect(answer.status).toBe(409);
    expect(problem.parse(await answer.json()).detail).toContain(id);
    expect(await handle.db.select().from(ablations)).toHaveLength(1);
  });

  it("know a launch again after seeds were added to it", async () => {
    const { id } = await launched();
    expect((await post(addSeeds, { seeds: [8] }, undefined, id)).status).toBe(201);
    const again = await post(launch, smallSpec(), KEY);
    expect(again.status).toBe(200);
    expect(launchAnswer.parse(await again.json()).id).toBe(id);
  });

  it.each(["short", "with a blank in it", "x".repeat(201)])("refuse the key %j", async (key) => {
    const answer = await post(launch, smallSpec(), key);
    expect(answer.status).toBe(400);
    expect(problem.parse(await answer.json()).fields[0]?.path).toBe("Idempotency-Key");
  });

  it("add seeds once; a bare count has to bring a key", async () => {
    const { id } = await launched();
    const preview = await post(previewSeeds, { count: 2 }, undefined, id);
    expect(addSeedsPreview.parse(await preview.json()).addition.seeds).toEqual([2, 3]);
    const bare = await post(addSeeds, { count: 2 }, undefined, id);
    expect(bare.status).toBe(400);
    expect(problem.parse(await bare.json()).fields[0]?.path).toBe("count");
    const [first, again] = [
      await post(addSeeds, { count: 2 }, KEY, id),
      await post(addSeeds, { count: 2 }, KEY, id),
    ];
    expect([first.status, again.status]).toEqual([201, 200]);
    const body = addSeedsAnswer.parse(await first.json());
    expect(first.headers.get("location")).toBe(`/api/v1/ablations/${id}`);
    expect(body.addition.seeds).toEqual([2, 3]);
    expect(addSeedsAnswer.parse(await again.json())).toEqual(body);
  });

  it.each([
    [{}, "seeds"],
    [{ seeds: [2], count: 1 }, "seeds"],
    [{ seeds: [2, 2] }, "seeds.1"],
    [{ seeds: [-1] }, "seeds.0"],
    [{ seeds: [2], rewrite: "perhaps" }, "rewrite"],
    [{ seeds: [2], gpu: 1 }, "gpu"],
    [{ seeds: [1] }, "seeds.0"],
  ])("refuse seeds as %j", async (body, path) => {
    const { id } = await launched();
    for (const handler of [addSeeds, previewSeeds]) {
      const answer = await post(handler, body, KEY, id);
      expect(answer.status).toBe(400);
      expect(problem.parse(await answer.json()).fields.map((field) => field.path)).toContain(path);
    }
  });

  it("are 404 for an ablation that is none", async () => {
    for (const handler of [addSeeds, previewSeeds])
      expect((await post(handler, { seeds: [2] }, KEY, "abl_00000000")).status).toBe(404);
  });
});
